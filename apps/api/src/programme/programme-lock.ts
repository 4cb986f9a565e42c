import type { EntityManager } from 'typeorm';

/**
 * Serialises what publishes to one event (releases, live changes) until the transaction ends: both read the whole
 * programme before they write. Not the event's row, which settings edits would lock, and before the stream head,
 * which is always taken last.
 */
export async function lockProgramme(manager: EntityManager, eventId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('programme ' || $1::text, 0))`, [eventId]);
}
