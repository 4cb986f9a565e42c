import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

// A stream would need nine thousand million million rows to leave the safe integers.
export const bigintNumber = { to: (value: number): number => value, from: (value: string): number => Number(value) };

/** Where a stream stands. It is its own row, so that writers of settings never wait for publishers. */
@Entity('stream_heads')
@Unique('stream_heads_event_name', ['eventId', 'name'])
@Check('stream_heads_seq', 'seq >= 0')
export class StreamHeadEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** `event`, `organisers`, `session:CODE`, ... */
  @Column({ type: 'text' })
  name: string;

  /** Changes when a backup is restored: numbers of another epoch mean other rows. All streams of an event share it. */
  @Column({ type: 'uuid' })
  epoch: string;

  /** Number of the newest row, 0 when there is none. */
  @Column({ type: 'bigint', default: 0, transformer: bigintNumber })
  seq: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
