import { Column, Entity, type EntityManager, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What somebody did on behalf of others or to what others rely on: who, when, what, before and after. */
@Entity('audit_entries')
@Index('audit_entries_event', ['eventId', 'id'])
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  /** As `callerOf` names them. */
  @Column({ type: 'text' })
  who: string;

  /** E.g. `places.set`. */
  @Column({ type: 'text' })
  action: string;

  /** What it was done to, e.g. `session D2-VISIT in-person` or a registration's code. */
  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'jsonb', nullable: true })
  before: object | null;

  @Column({ type: 'jsonb', nullable: true })
  after: object | null;

  @Column({ type: 'text', default: '' })
  reason: string;
}

/** Writes entries, in one statement, in the transaction of what they tell of. */
export async function audit(
  manager: EntityManager,
  ...entries: (Pick<AuditEntryEntity, 'eventId' | 'at' | 'who' | 'action' | 'subject'> &
    Partial<Pick<AuditEntryEntity, 'before' | 'after' | 'reason'>>)[]
): Promise<void> {
  await manager.insert(AuditEntryEntity, entries);
}
