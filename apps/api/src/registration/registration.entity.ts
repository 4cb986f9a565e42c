import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { AttendanceMode, CalendarDate, PlaceMode } from '@kopa/domain';
import type { Answers, Consent, Guardian, MutedKind, RegistrationStatus } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { InvitationEntity } from './invitation.entity.js';

/** One person at one event. An address is no identity: several registrations may share it. */
@Entity('registrations')
@Index('registrations_code', ['eventId', 'code'], { unique: true })
@Index('registrations_email', ['eventId', 'email'])
@Index('registrations_unconfirmed', ['confirmBy'], { where: `status = 'unconfirmed'` })
@Check('registrations_status_known', `status IN ('unconfirmed', 'confirmed', 'cancelled')`)
@Check('registrations_code_form', `code ~ '^[A-Z0-9]{8}$'`)
@Check('registrations_country_form', `country ~ '^[A-Z]{2}$'`)
@Check('registrations_hold', `(status <> 'unconfirmed') OR confirm_by IS NOT NULL`)
export class RegistrationEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** Short public code, also of its stream `me:CODE`. */
  @Column({ type: 'text' })
  code: string;

  /** Registration of the contact who registered several in one go; null for single ones and the contact. */
  @Index('registrations_group')
  @Column({ name: 'contact_id', type: 'uuid', nullable: true })
  contactId: string | null;

  @Column({ type: 'text', default: 'unconfirmed' })
  status: RegistrationStatus;

  @Column({ type: 'text' })
  name: string;

  /** In lower case. */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  locale: string;

  @Column({ type: 'text', nullable: true })
  timezone: string | null;

  @Column({ type: 'text', default: '' })
  organisation: string;

  @Column({ type: 'text', nullable: true })
  country: string | null;

  @Column({ type: 'text', default: '' })
  telephone: string;

  /** Whether a place may be offered when there is hardly time to get there. */
  @Column({ name: 'short_notice', type: 'boolean', default: false })
  shortNotice: boolean;

  @Column({ name: 'born_on', type: 'date', nullable: true })
  bornOn: CalendarDate | null;

  /** Who answers for somebody under 18. */
  @Column({ type: 'jsonb', nullable: true })
  guardian: Guardian | null;

  /** The invitation by whose code it was made, and the modes that it takes of its quotas. */
  @Index('registrations_invitation')
  @Column({ name: 'invitation_id', type: 'uuid', nullable: true })
  invitationId: string | null;

  @Column({ name: 'invited_modes', type: 'text', array: true, default: [] })
  invitedModes: PlaceMode[];

  /** Mode by day of the event; a day that is not named is `absent`. */
  @Column({ type: 'jsonb' })
  attendance: Record<CalendarDate, AttendanceMode>;

  /** What the person counts as on a day while its place is waited for. */
  @Column({ type: 'jsonb', default: {} })
  meanwhile: Record<CalendarDate, 'online' | 'absent'>;

  @Column({ type: 'jsonb', default: {} })
  answers: Answers;

  @Column({ type: 'jsonb', default: [] })
  consents: Consent[];

  /** Until when it holds its places unconfirmed. */
  @Column({ name: 'confirm_by', type: 'timestamptz', nullable: true })
  confirmBy: Date | null;

  /** Raised to revoke the manage link. */
  @Column({ name: 'token_version', type: 'integer', default: 1 })
  tokenVersion: number;

  /** Raised to revoke the calendar's address and the join addresses in it. */
  @Column({ name: 'feed_version', type: 'integer', default: 1 })
  feedVersion: number;

  /** When a calendar last asked for the feed: who subscribes to it gets no invitations by mail. */
  @Column({ name: 'feed_read_at', type: 'timestamptz', nullable: true })
  feedReadAt: Date | null;

  /** Raised to revoke the ticket. */
  @Column({ name: 'ticket_version', type: 'integer', default: 1 })
  ticketVersion: number;

  /** Mail that is not essential and not wanted: `reminders`, `changes`, `messages`. */
  @Column({ type: 'text', array: true, default: [] })
  muted: MutedKind[];

  /** When they were last told that something of theirs changed. */
  @Column({ name: 'noticed_at', type: 'timestamptz', nullable: true })
  noticedAt: Date | null;

  @Column({ type: 'integer', default: 1 })
  version: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt: Date | null;

  @Column({ name: 'cancelled_at', type: 'timestamptz', nullable: true })
  cancelledAt: Date | null;

  /** When its person had all erased that need not be kept. */
  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => InvitationEntity)
  @JoinColumn({ name: 'invitation_id' })
  invitation?: Relation<InvitationEntity> | null;
}
