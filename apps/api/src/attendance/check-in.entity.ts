import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { CalendarDate, MarkState } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { RegistrationEntity } from '../registration/registration.entity.js';

/** At the door of a day, or at that of a session's coach. */
export type CheckInKind = 'arrival' | 'boarding';

/**
 * Attendance evidence from a door: what holds of one person at one door. Only the latest saying is kept here, the audit
 * trail has them all.
 */
@Entity('check_ins')
@Unique('check_ins_once', ['registrationId', 'kind', 'key'])
@Index('check_ins_event', ['eventId', 'kind', 'key'])
@Check('check_ins_kind_known', `kind IN ('arrival', 'boarding')`)
@Check('check_ins_state_known', `state IN ('present', 'not-coming', 'none')`)
@Check('check_ins_present', `(state = 'present') = (present_at IS NOT NULL)`)
@Check('check_ins_said', 'present_at <= at AND at <= recorded_at')
export class CheckInEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ name: 'registration_id', type: 'uuid' })
  registrationId: string;

  @Column({ type: 'text' })
  kind: CheckInKind;

  /** Date of the day, or code of the session. */
  @Column({ type: 'text' })
  key: string;

  /** The day of the event that it is evidence of. */
  @Column({ type: 'date' })
  day: CalendarDate;

  @Column({ type: 'text' })
  state: MarkState;

  /** When it was said, by the clock of who said it. */
  @Column({ type: 'timestamptz' })
  at: Date;

  /** Since when they are there: who is checked in a second time has been there since the first. */
  @Column({ name: 'present_at', type: 'timestamptz', nullable: true })
  presentAt: Date | null;

  /** As `callerOf` names them. */
  @Column({ type: 'text' })
  by: string;

  /** When the server learnt of it: later, where there was no connection. */
  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt: Date;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity>;
}
