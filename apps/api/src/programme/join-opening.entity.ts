import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

/** That somebody opened the join link of a slot: recorded each time, as presence evidence starts with it. */
@Entity('join_openings')
export class JoinOpeningEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Index('join_openings_slot')
  @Column({ name: 'slot_id', type: 'uuid' })
  slotId: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  /** Who: `registration:<id>`, `speaker:<code>`, `token:<id>`, `account:<id>`, or `anybody` where everybody may. */
  @Column({ type: 'text' })
  who: string;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
