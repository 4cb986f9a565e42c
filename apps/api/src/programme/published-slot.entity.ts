import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { SlotStatus, Texts, Turn } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/**
 * A slot as the public sees it: the plan of its release and, where a live change overlays it, what holds now.
 * Rows are kept when a release removes the slot, so that calendars go on saying CANCELLED and a slot that returns
 * continues its version.
 */
@Entity('published_slots')
@Check('published_slots_version', 'version >= 1')
@Check('published_slots_planned_order', 'planned_ends_at >= planned_starts_at')
@Check('published_slots_order', 'ends_at >= starts_at')
@Check('published_slots_status_known', `status IN ('scheduled', 'running', 'ended', 'cancelled')`)
@Check('published_slots_removed_title', '(removed_at IS NULL) = (removed_title IS NULL)')
export class PublishedSlotEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('published_slots_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** Code of its session. */
  @Column({ type: 'text' })
  session: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'text' })
  status: SlotStatus;

  @Column({ name: 'planned_starts_at', type: 'timestamptz' })
  plannedStartsAt: Date;

  @Column({ name: 'planned_ends_at', type: 'timestamptz' })
  plannedEndsAt: Date;

  @Column({ name: 'planned_room_id', type: 'uuid', nullable: true })
  plannedRoomId: string | null;

  @Column({ name: 'planned_online_room_id', type: 'uuid', nullable: true })
  plannedOnlineRoomId: string | null;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId: string | null;

  @Column({ name: 'online_room_id', type: 'uuid', nullable: true })
  onlineRoomId: string | null;

  @Column({ type: 'jsonb', nullable: true })
  reason: Texts | null;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt: Date;

  /** Whose turn it is, as it was said on the day; null while turns go by the clock. */
  @Column({ type: 'jsonb', nullable: true })
  turn: Turn | null;

  /** Code of the session with which it was swapped on the day. */
  @Column({ name: 'swapped_with', type: 'text', nullable: true })
  swappedWith: string | null;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt: Date | null;

  /** Title and track of the session that a release took away, for its calendar entry. */
  @Column({ name: 'removed_title', type: 'jsonb', nullable: true })
  removedTitle: Texts | null;

  @Column({ name: 'removed_track_id', type: 'uuid', nullable: true })
  removedTrackId: string | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
