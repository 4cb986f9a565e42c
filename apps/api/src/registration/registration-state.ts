import type { EntityManager } from 'typeorm';
import { TryAgain } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { cancelPlaces } from './giving-back.js';
import { writeConfirmedMail } from './place-mails.js';
import type { Present } from './present.js';

async function heldBy(manager: EntityManager, registrationId: string): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT id FROM places WHERE registration_id = $1 AND status <> 'cancelled'`,
    [registrationId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Cancels a registration and gives back all its places. With `ifLapsed` only one that nobody confirmed in time.
 * @returns false when there was nothing to cancel
 */
export async function cancelRegistration(
  manager: EntityManager,
  id: string,
  present: Present,
  { ifLapsed = false }: { ifLapsed?: boolean } = {},
): Promise<boolean> {
  const states = ifLapsed ? ['unconfirmed'] : ['unconfirmed', 'confirmed'];
  const isDue = `status = ANY($2) AND (NOT $3 OR confirm_by <= $4)`;
  const values = [id, states, ifLapsed, present.at];
  const due: unknown[] = await manager.query(`SELECT id FROM registrations WHERE id = $1 AND ${isDue}`, values);
  if (due.length === 0) return false;
  // Before any pool is locked, as whoever claims of the invitation does.
  await manager.query(
    `UPDATE invitations i SET taken_in_person = taken_in_person - ('in-person' = ANY (r.invited_modes))::int,
            taken_online = taken_online - ('online' = ANY (r.invited_modes))::int
       FROM registrations r WHERE r.id = $1 AND i.id = r.invitation_id`,
    [id],
  );
  await cancelPlaces(manager, await heldBy(manager, id), present);
  const [cancelled] = await manager.query<[unknown[], number]>(
    `UPDATE registrations SET status = 'cancelled', cancelled_at = $4, invited_modes = '{}', version = version + 1
      WHERE id = $1 AND ${isDue} RETURNING id`,
    values,
  );
  // Confirmed or booked meanwhile: a claim holds the row until it commits.
  if (cancelled.length === 0 || (await heldBy(manager, id)).length > 0) throw new TryAgain();
  return true;
}

/** 409 `registration.cancelled` when it lapsed or was cancelled. */
export async function confirmRegistration(manager: EntityManager, id: string, at: Date): Promise<void> {
  const [confirmed] = await manager.query<[unknown[], number]>(
    `UPDATE registrations SET status = 'confirmed', confirmed_at = coalesce(confirmed_at, $2), confirm_by = NULL,
            version = version + 1 WHERE id = $1 AND status <> 'cancelled' RETURNING id`,
    [id, at],
  );
  if (confirmed.length === 0)
    throw new Problem(409, 'registration.cancelled', 'This registration was cancelled: register again.');
  await writeConfirmedMail(manager, id, at);
}
