import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

/**
 * A file of an event: a logo, materials of a session, or slides that a speaker handed in. Its bytes never change. Public
 * is what the newest release names.
 */
@Entity('event_files')
@Index('event_files_once', ['eventId', 'digest'], { unique: true, where: 'speaker IS NULL' })
@Index('event_files_handed_in', ['eventId', 'session', 'speaker', 'digest'], {
  unique: true,
  where: 'speaker IS NOT NULL',
})
@Check('event_files_handed_in_for', '(speaker IS NULL) = (session IS NULL)')
@Check('event_files_size', 'octet_length(bytes) BETWEEN 1 AND 20971520')
export class EventFileEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  name: string;

  /** As its bytes say, not its name. */
  @Column({ name: 'media_type', type: 'text' })
  mediaType: string;

  @Column({ type: 'bytea' })
  bytes: Buffer;

  /** SHA-256 of the bytes, hexadecimal. */
  @Column({ type: 'text' })
  digest: string;

  @Column({ name: 'uploaded_at', type: 'timestamptz' })
  uploadedAt: Date;

  /** Codes of whom and for which session it was handed in: they outlast a draft that is replaced. Null: an organiser's. */
  @Column({ type: 'text', nullable: true })
  speaker: string | null;

  @Column({ type: 'text', nullable: true })
  session: string | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
