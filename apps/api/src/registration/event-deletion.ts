import type { DataSource, EntityManager } from 'typeorm';
import type { RegistrationRules } from '@kopa/contracts';
import { dayOf } from '@kopa/domain';
import { transaction } from '../platform/database.js';
import { registeringScope } from './erasure.js';

interface DueEvent {
  id: string;
  zone: string;
  dayChangeHour: number;
  rules: Partial<RegistrationRules>;
}

/**
 * Deletes the events whose time to be restored is over, each in a transaction of its own. While the funder's rules
 * oblige to keep who took part (`keepUntil`), only that stays; it goes when that time is over. Finds nothing to do when
 * it is done.
 */
export async function sweepDeletedEvents(dataSource: DataSource, at: Date): Promise<void> {
  const ids: { id: string }[] = await dataSource.query(
    `SELECT id FROM events WHERE state = 'deleted' AND deletes_at <= $1`,
    [at],
  );
  for (const { id } of ids)
    await transaction(dataSource, async (manager) => {
      // Restored meanwhile, or another process has it.
      const [due]: DueEvent[] = await manager.query(
        `SELECT e.id, e.zone, e.day_change_hour AS "dayChangeHour",
                coalesce((SELECT rules FROM registration_rules WHERE event_id = e.id), '{}') AS rules
           FROM events e WHERE e.id = $1 AND e.state = 'deleted' AND e.deletes_at <= $2 FOR UPDATE SKIP LOCKED`,
        [id, at],
      );
      if (due === undefined) return;
      const today = dayOf(at.toISOString(), due.zone, due.dayChangeHour);
      const { keepUntil = null } = due.rules;
      if (keepUntil !== null && keepUntil > today) await eraseAll(manager, id, at);
      else await deleteEvent(manager, id);
    });
}

/** Erases all people of an event as `erasePerson` does one, and leaves name, organisation and attendance. */
async function eraseAll(manager: EntityManager, eventId: string, at: Date): Promise<void> {
  await manager.query(
    `UPDATE registrations SET email = '', locale = 'en', timezone = NULL, country = NULL, telephone = '', born_on = NULL,
            guardian = NULL, answers = '{}', consents = '[]', erased_at = $2, token_version = token_version + 1,
            feed_version = feed_version + 1, ticket_version = ticket_version + 1, version = version + 1
      WHERE event_id = $1 AND erased_at IS NULL`,
    [eventId, at],
  );
  await manager.query('DELETE FROM answer_files WHERE event_id = $1', [eventId]);
  await deleteLoose(manager, eventId);
}

/** What names the event without being held by it. */
async function deleteLoose(manager: EntityManager, eventId: string): Promise<void> {
  await manager.query('DELETE FROM outbox_mails WHERE event_id = $1', [eventId]);
  await manager.query('DELETE FROM idempotency_keys WHERE scope = $1', [registeringScope(eventId)]);
  await manager.query('DELETE FROM audit_entries WHERE event_id = $1', [eventId]);
}

async function deleteEvent(manager: EntityManager, eventId: string): Promise<void> {
  await deleteLoose(manager, eventId);
  // Rooms hold on to their slots, venues to their rooms: they go in this order.
  for (const table of ['registrations', 'sessions', 'rooms', 'venues'])
    await manager.query(`DELETE FROM ${table} WHERE event_id = $1`, [eventId]);
  await manager.query('DELETE FROM events WHERE id = $1', [eventId]);
}
