import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';
import { RegistrationEntity } from './registration.entity.js';

/** A file that answers a question; without a registration it is forgotten after a day. */
@Entity('answer_files')
@Index('answer_files_unclaimed', ['uploadedAt'], { where: 'registration_id IS NULL' })
export class AnswerFileEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Index('answer_files_registration')
  @Column({ name: 'registration_id', type: 'uuid', nullable: true })
  registrationId: string | null;

  @Column({ type: 'text' })
  name: string;

  /** As its bytes say, not its name. */
  @Column({ name: 'media_type', type: 'text' })
  mediaType: string;

  @Column({ type: 'bytea' })
  bytes: Buffer;

  @Column({ name: 'uploaded_at', type: 'timestamptz' })
  uploadedAt: Date;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity> | null;
}
