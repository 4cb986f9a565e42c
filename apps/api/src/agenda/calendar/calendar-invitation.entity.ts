import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { RegistrationEntity } from '../../registration/registration.entity.js';

/** What a calendar was last sent by mail for a slot (iMIP, RFC 6047): the next message needs a higher number. */
@Entity('calendar_invitations')
@Check('calendar_invitations_method_known', `method IN ('REQUEST', 'CANCEL')`)
export class CalendarInvitationEntity {
  @PrimaryColumn({ name: 'registration_id', type: 'uuid' })
  registrationId: string;

  @PrimaryColumn({ name: 'slot_id', type: 'uuid' })
  slotId: string;

  @Column({ type: 'text' })
  method: 'REQUEST' | 'CANCEL';

  @Column({ type: 'integer' })
  sequence: number;

  /** What it said, to tell whether there is anything new to say. */
  @Column({ type: 'text' })
  said: string;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity>;
}
