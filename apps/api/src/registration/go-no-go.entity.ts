import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { GoDecision } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';

/** Whether an add-on that needs a minimum number takes place, as far as it is known. */
@Entity('go_no_go')
@Check('go_no_go_decision_known', `decision IN ('go', 'no-go')`)
@Check('go_no_go_decided', '(decision IS NULL) = (decided_at IS NULL)')
export class GoNoGoEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** Code of the session. */
  @PrimaryColumn('text')
  session: string;

  @Column({ type: 'text', nullable: true })
  decision: GoDecision | null;

  /** As `callerOf` names them, or `minimum` and `default` where nobody decided. */
  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'text', default: '' })
  reason: string;

  @Column({ type: 'smallint', default: 0 })
  reminders: number;

  /** Whether its slots were cancelled after a no-go: done once, so that whoever reinstates them is heeded. */
  @Column({ name: 'is_called_off', type: 'boolean', default: false })
  isCalledOff: boolean;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
