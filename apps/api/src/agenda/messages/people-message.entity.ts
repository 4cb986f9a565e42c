import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { MessageVersions, Segment } from '@kopa/contracts';
import { EventEntity } from '../../events/event.entity.js';

/** What organisers wrote to many at once; each one's mail stands in the outbox. */
@Entity('people_messages')
@Index('people_messages_event', ['eventId', 'id'])
export class PeopleMessageEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** To whom it went, as it was chosen. */
  @Column({ type: 'jsonb' })
  segment: Segment;

  @Column({ type: 'jsonb' })
  versions: MessageVersions;

  @Column({ name: 'is_essential', type: 'boolean' })
  isEssential: boolean;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt: Date;

  /** Until when nothing of it goes out, so that it can be taken back. */
  @Column({ name: 'held_until', type: 'timestamptz' })
  heldUntil: Date;

  /** Since when what has not gone out never does. */
  @Column({ name: 'stopped_at', type: 'timestamptz', nullable: true })
  stoppedAt: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
