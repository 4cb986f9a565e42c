import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

/** That somebody has the agenda editor open; it counts for a short while after `seenAt`. */
@Entity('draft_presences')
@Index('draft_presences_event', ['eventId', 'seenAt'])
export class DraftPresenceEntity {
  /** Made up by the open page. */
  @PrimaryColumn('uuid')
  tab: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** As `callerOf` names them. */
  @Column({ type: 'text' })
  who: string;

  @Column({ type: 'text', default: '' })
  name: string;

  /** What they look at. */
  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId: string | null;

  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
