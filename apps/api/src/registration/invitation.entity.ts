import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

/**
 * A code that organisers hand to partners and invited people. It opens registering and nothing else, and organisers must
 * be able to read it out, so it stands here as it is.
 */
@Entity('invitations')
@Unique('invitations_code', ['eventId', 'code'])
@Check('invitations_in_person', 'taken_in_person >= 0 AND taken_in_person <= ceiling_in_person')
@Check('invitations_online', 'taken_online >= 0 AND taken_online <= ceiling_online')
@Check('invitations_quotas', 'quota_in_person <= ceiling_in_person AND quota_online <= ceiling_online')
export class InvitationEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text', default: '' })
  label: string;

  /** People who may take part in person by it; null: not limited. */
  @Column({ name: 'quota_in_person', type: 'integer', nullable: true })
  quotaInPerson: number | null;

  @Column({ name: 'quota_online', type: 'integer', nullable: true })
  quotaOnline: number | null;

  /** The quota, or what was taken when it was lowered below that. */
  @Column({ name: 'ceiling_in_person', type: 'integer', nullable: true })
  ceilingInPerson: number | null;

  @Column({ name: 'ceiling_online', type: 'integer', nullable: true })
  ceilingOnline: number | null;

  @Column({ name: 'taken_in_person', type: 'integer', default: 0 })
  takenInPerson: number;

  @Column({ name: 'taken_online', type: 'integer', default: 0 })
  takenOnline: number;

  @Column({ name: 'closes_at', type: 'timestamptz', nullable: true })
  closesAt: Date | null;

  /** Since when nobody registers by it any more; who did keeps it. */
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true })
  withdrawnAt: Date | null;

  /** Of what organisers set, not of what is taken. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
