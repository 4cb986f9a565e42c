import type { EntityManager } from 'typeorm';
import type { PlaceStatus } from '@kopa/domain';
import { TryAgain } from '../platform/database.js';
import { lockPools } from './pools.js';
import type { Present } from './present.js';
import { settle } from './promotion.js';

/**
 * Gives places back, with those that depend on them, and promotes who is next in each pool. Places that are cancelled
 * already are left. Locks what it needs; call it before anything else of the transaction locks a pool.
 * @returns the ids of those that were given back
 */
export async function cancelPlaces(
  manager: EntityManager,
  placeIds: readonly string[],
  present: Present,
): Promise<string[]> {
  const find = (): Promise<Ended[]> =>
    manager.query(
      `WITH RECURSIVE ended AS (
         SELECT id, pool_id, status, is_eligible FROM places WHERE id = ANY($1)
         UNION
         SELECT l.id, l.pool_id, l.status, l.is_eligible FROM places l JOIN ended ON l.after_id = ended.id
       )
       SELECT id, pool_id AS "poolId", status, is_eligible AS "isEligible" FROM ended WHERE status <> 'cancelled'`,
      [placeIds],
    );
  const poolIds = [...new Set((await find()).map(({ poolId }) => poolId))];
  const pools = await lockPools(manager, poolIds);
  // Claims that depend on one of these wait for its lock; one that was made meanwhile in another pool starts this anew.
  await manager.query('SELECT id FROM places WHERE id = ANY($1) ORDER BY id FOR UPDATE', [placeIds]);
  const ended = await find();
  if (ended.some(({ poolId }) => !poolIds.includes(poolId))) throw new TryAgain();
  if (ended.length === 0) return [];
  const ids = ended.map(({ id }) => id);
  await manager.query(
    `UPDATE places SET status = 'cancelled', offered_until = NULL, changed_at = $2 WHERE id = ANY($1)`,
    [ids, present.at],
  );
  await manager.query('SELECT publish_places($1, $2)', [ids, present.at]);
  for (const pool of pools) {
    const own = ended.filter(({ poolId }) => poolId === pool.id);
    const taken = own.filter(({ status }) => status !== 'waitlisted').length;
    const waiting = own.filter(({ status, isEligible }) => status === 'waitlisted' && isEligible).length;
    await settle(manager, { ...pool, taken: pool.taken - taken, waiting: pool.waiting - waiting }, present);
  }
  return ids;
}

interface Ended {
  id: string;
  poolId: string;
  status: PlaceStatus;
  isEligible: boolean;
}

/**
 * Frees places from what they hang on where that is given back: from then on they need no other place. Who waited for
 * it queues by their number. Call it under the pools' locks.
 */
export async function letGo(
  manager: EntityManager,
  placeIds: readonly string[],
  given: readonly { id: string }[],
  present: Present,
): Promise<void> {
  // What was read before the locks may be old: somebody may have begun to queue, or have left, meanwhile.
  const [freed] = await manager.query<[{ poolId: string; hasWaited: boolean }[], number]>(
    `UPDATE places l SET after_id = NULL, is_eligible = true
       FROM (SELECT id, NOT is_eligible AS has_waited FROM places
              WHERE id = ANY($1) AND after_id = ANY($2) AND status <> 'cancelled' FOR UPDATE) AS before
      WHERE l.id = before.id RETURNING l.pool_id AS "poolId", before.has_waited AS "hasWaited"`,
    [placeIds, given.map(({ id }) => id)],
  );
  const queued = freed.filter(({ hasWaited }) => hasWaited).map(({ poolId }) => poolId);
  for (const pool of queued.length === 0 ? [] : await lockPools(manager, queued)) {
    const more = queued.filter((poolId) => poolId === pool.id).length;
    await settle(manager, { ...pool, waiting: pool.waiting + more }, present);
  }
}
