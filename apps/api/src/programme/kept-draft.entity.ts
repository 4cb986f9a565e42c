import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { ProgrammeContent } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/** A draft that was replaced by an older release: kept, so that nothing is lost that was never published. */
@Entity('kept_drafts')
@Index('kept_drafts_event', ['eventId', 'at'])
export class KeptDraftEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ type: 'jsonb' })
  content: ProgrammeContent;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
