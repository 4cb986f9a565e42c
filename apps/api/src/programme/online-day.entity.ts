import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { SlotBeforeOnline, Texts } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/** A day that a live change switched to online, or that came back; of others nothing is kept. */
@Entity('online_days')
export class OnlineDayEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @PrimaryColumn('date')
  date: string;

  /** When it was last switched, there or back. */
  @Column({ type: 'timestamptz' })
  at: Date;

  /** False since it came back: who was told that it is online is told so. */
  @Column({ name: 'is_online', type: 'boolean' })
  isOnline: boolean;

  @Column({ type: 'jsonb', nullable: true })
  reason: Texts | null;

  /** What was switched, as it stood before. */
  @Column({ type: 'jsonb' })
  slots: SlotBeforeOnline[];

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
