import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { bigintNumber, StreamHeadEntity } from './stream-head.entity.js';

/** One published change; numbered 1, 2, 3 ... within its stream without a gap, never altered. */
@Entity('stream_rows')
export class StreamRowEntity {
  @PrimaryColumn({ name: 'stream_id', type: 'uuid' })
  streamId: string;

  @PrimaryColumn({ type: 'bigint', transformer: bigintNumber })
  seq: number;

  @Column({ type: 'timestamptz' })
  at: Date;

  /** `noun.past`, e.g. `slot.delayed`. */
  @Column({ type: 'text' })
  type: string;

  /** After-image of what the change names. */
  @Column({ type: 'jsonb' })
  body: object;

  @ManyToOne(() => StreamHeadEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'stream_id' })
  stream?: Relation<StreamHeadEntity>;
}
