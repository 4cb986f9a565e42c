import { Check, Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { CalendarDate, EventState, Texts } from '@kopa/domain';

/** A conference as a whole. Days, rooms, sessions and streams belong to it. */
@Entity('events')
@Check('events_slug_form', `slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'`)
@Check('events_days_order', 'first_day <= last_day')
@Check('events_day_change', 'day_change_hour BETWEEN 0 AND 12')
@Check('events_languages_present', 'cardinality(languages) >= 1')
@Check('events_state_known', `state IN ('draft', 'public', 'archived', 'deleted')`)
@Check(
  'events_deleted_whole',
  `(state = 'deleted') = (deleted_at IS NOT NULL) AND (state = 'deleted') = (deletes_at IS NOT NULL) AND (state = 'deleted') = (kept_state IS NOT NULL)`,
)
@Check('events_deleted_order', 'deleted_at < deletes_at')
@Check('events_kept_state', `kept_state IN ('draft', 'public', 'archived')`)
export class EventEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'text', unique: true })
  slug: string;

  @Column({ type: 'text', default: 'draft' })
  state: EventState;

  @Column({ type: 'jsonb' })
  title: Texts;

  @Column({ type: 'jsonb', default: {} })
  subtitle: Texts;

  @Column({ type: 'jsonb', default: {} })
  description: Texts;

  @Column({ type: 'jsonb', default: {} })
  place: Texts;

  /** IANA zone; its existence is checked where it is written. */
  @Column({ type: 'text' })
  zone: string;

  @Column({ name: 'first_day', type: 'date' })
  firstDay: CalendarDate;

  @Column({ name: 'last_day', type: 'date' })
  lastDay: CalendarDate;

  @Column({ name: 'day_change_hour', type: 'smallint', default: 0 })
  dayChangeHour: number;

  @Column({ type: 'text', array: true })
  languages: string[];

  /** Host in calendar UIDs; never changes, or subscribers would see every entry twice. */
  @Column({ name: 'uid_host', type: 'text' })
  uidHost: string;

  /** Where speakers meet before their session; told to them alone. */
  @Column({ name: 'backstage_url', type: 'text', nullable: true })
  backstageUrl: string | null;
  /** When its owner deleted it, until when it can be restored, and to which state. */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt: Date | null;

  @Column({ name: 'deletes_at', type: 'timestamptz', nullable: true })
  deletesAt: Date | null;

  @Column({ name: 'kept_state', type: 'text', nullable: true })
  keptState: Exclude<EventState, 'deleted'> | null;

  @VersionColumn()
  version: number;
}
