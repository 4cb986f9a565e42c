import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { AnnouncementKind, Audience, CalendarDate, PlaceMode, Texts } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/** What organisers said to many at once. */
@Entity('announcements')
@Index('announcements_event', ['eventId', 'postedAt', 'id'])
@Check('announcements_kind', `"kind" IN ('sticky', 'passing') AND ("until" IS NULL OR "kind" = 'sticky')`)
@Check('announcements_until', `"until" > "posted_at"`)
@Check('announcements_withdrawn', `"withdrawn_at" >= "posted_at"`)
@Check(
  'announcements_audience',
  `CASE "audience_to"
    WHEN 'all' THEN "audience_mode" IS NULL AND "audience_date" IS NULL AND "audience_session" IS NULL
    WHEN 'mode' THEN "audience_mode" IN ('in-person', 'online') AND "audience_mode" IS NOT NULL AND "audience_session" IS NULL
    WHEN 'day' THEN "audience_mode" IS NULL AND "audience_date" IS NOT NULL AND "audience_session" IS NULL
    WHEN 'session' THEN "audience_mode" IS NULL AND "audience_date" IS NULL AND "audience_session" IS NOT NULL
    ELSE false END`,
)
export class AnnouncementEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ name: 'posted_at', type: 'timestamptz' })
  postedAt: Date;

  /** In the languages in which it was written. */
  @Column({ type: 'jsonb' })
  texts: Texts;

  @Column({ type: 'text' })
  kind: AnnouncementKind;

  @Column({ type: 'timestamptz', nullable: true })
  until: Date | null;

  @Column({ name: 'audience_to', type: 'text' })
  audienceTo: Audience['to'];

  @Column({ name: 'audience_mode', type: 'text', nullable: true })
  audienceMode: PlaceMode | null;

  @Column({ name: 'audience_date', type: 'date', nullable: true })
  audienceDate: CalendarDate | null;

  /** Code of the session. */
  @Column({ name: 'audience_session', type: 'text', nullable: true })
  audienceSession: string | null;

  /** Registrations that were told when it was posted. */
  @Column({ type: 'integer' })
  people: number;

  /** Those of them that were told in their own stream: they are told when it is withdrawn, whatever they became since. */
  @Column({ type: 'uuid', array: true, default: [] })
  told: string[];

  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true })
  withdrawnAt: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
