import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PlaceMode } from '@kopa/domain';
import { RegistrationEntity } from '../registration/registration.entity.js';

/** A session that somebody remembers without booking it. */
@Entity('stars')
@Check('stars_mode_known', `mode IN ('in-person', 'online')`)
export class StarEntity {
  @PrimaryColumn({ name: 'registration_id', type: 'uuid' })
  registrationId: string;

  /** Code of the session. */
  @Index('stars_session')
  @PrimaryColumn('text')
  session: string;

  /** In which mode a hybrid session is followed; null as the day is. */
  @Column({ type: 'text', nullable: true })
  mode: PlaceMode | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity>;
}
