import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { refusalOf } from './claims.js';
import { lockPlace } from './place-locks.js';

/**
 * Gives a confirmed place to somebody else: theirs ends, the other's begins, and nobody who waits is served between.
 * @param afterId the other's place of the day
 * @returns the other's place; null when it is confirmed no longer
 */
export async function handOver(
  manager: EntityManager,
  placeId: string,
  to: { registrationId: string; afterId: string | null },
  at: Date,
): Promise<string | null> {
  const place = await lockPlace(manager, placeId);
  if (place?.status !== 'confirmed') return null;
  const id = randomUUID();
  try {
    await manager.query(
      `WITH ended AS (
         UPDATE places SET status = 'cancelled', changed_at = $5 WHERE id = $1 RETURNING pool_id, held_as
       ), counted AS (
         UPDATE place_pools SET last_number = last_number + 1, changes = changes + 1
          WHERE id = (SELECT pool_id FROM ended) RETURNING id, last_number
       )
       INSERT INTO places (id, pool_id, registration_id, held_as, status, number, after_id, is_eligible, created_at, changed_at)
       SELECT $2, c.id, $3, e.held_as, 'confirmed', c.last_number, $4, true, $5, $5 FROM counted c, ended e`,
      [placeId, id, to.registrationId, to.afterId, at],
    );
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
  await manager.query('SELECT publish_places($1, $2)', [[placeId, id], at]);
  return id;
}
