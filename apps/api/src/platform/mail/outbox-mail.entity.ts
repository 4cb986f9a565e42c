import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { MailState } from '@kopa/contracts';

/**
 * A mail, written in the transaction of what it tells of, and kept as the evidence of its delivery. It is its own job:
 * `due` until it is sent, refused by the receiving server, given up after many attempts, or dropped as what it would have
 * told is no longer so.
 */
@Entity('outbox_mails')
@Index('outbox_mails_event', ['eventId', 'id'])
@Index('outbox_mails_due', ['dueAt', 'id'], { where: `state = 'due'` })
@Index('outbox_mails_once', ['eventId', 'onceKey'], { unique: true, where: 'once_key IS NOT NULL' })
@Index('outbox_mails_registration', ['registrationId'])
@Check('outbox_mails_state_known', `state IN ('due', 'sent', 'refused', 'given-up', 'dropped')`)
@Check('outbox_mails_sent', `(state = 'sent') = (sent_at IS NOT NULL)`)
export class OutboxMailEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** Null for mail that is of no event, such as a link to sign in: no organiser reads it. */
  @Column({ name: 'event_id', type: 'uuid', nullable: true })
  eventId: string | null;

  /** Of whom it speaks; null where organisers are written to. */
  @Column({ name: 'registration_id', type: 'uuid', nullable: true })
  registrationId: string | null;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt: Date;

  @Column({ type: 'text' })
  recipient: string;

  @Column({ type: 'text' })
  locale: string;

  /** E.g. `registration.confirm`. */
  @Column({ type: 'text' })
  kind: string;

  /** What its text names; links are made when it is read or sent, so that no secret rests here. */
  @Column({ type: 'jsonb' })
  facts: object;

  /** Of what is written once only, e.g. `reminder 2026-10-08 <registration>`. */
  @Column({ name: 'once_key', type: 'text', nullable: true })
  onceKey: string | null;

  /** The message to many that it is a copy of. */
  @Index('outbox_mails_message', { where: 'of_message IS NOT NULL' })
  @Column({ name: 'of_message', type: 'bigint', nullable: true })
  ofMessage: string | null;

  @Column({ type: 'text', default: 'due' })
  state: MailState;

  /** When it is tried next; whoever tries it sets it ahead, so that nobody else does at the same time. */
  @Column({ name: 'due_at', type: 'timestamptz', default: () => 'now()' })
  dueAt: Date;

  @Column({ type: 'smallint', default: 0 })
  attempts: number;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt: Date | null;

  /** As it was sent. */
  @Column({ type: 'text', nullable: true })
  subject: string | null;

  @Column({ name: 'message_id', type: 'text', nullable: true })
  messageId: string | null;

  /** What the receiving server said last, or why it was dropped. */
  @Column({ type: 'text', nullable: true })
  response: string | null;
}
