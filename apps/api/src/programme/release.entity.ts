import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { ProgrammeContent } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/** A numbered publication of the draft; a trigger refuses to alter it (migration 0002). */
@Entity('releases')
@Check('releases_number', 'number >= 1')
export class ReleaseEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @PrimaryColumn({ type: 'integer' })
  number: number;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', default: '' })
  message: string;

  @Column({ name: 'published_at', type: 'timestamptz' })
  publishedAt: Date;

  /** The whole content as released. */
  @Column({ type: 'jsonb' })
  content: ProgrammeContent;

  /** What it changed, as shown to organisers (`ReleaseDiff`). */
  @Column({ type: 'jsonb' })
  diff: object;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
