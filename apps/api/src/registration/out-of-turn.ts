import type { EntityManager } from 'typeorm';
import { giveOutOfTurn, outOfTurnUndoSeconds, withdrawOffer } from '@kopa/domain';
import { lockPlace } from './place-locks.js';
import { writePlaceMails, writeWithdrawnMail } from './place-mails.js';
import { lockPools, type LockedPool } from './pools.js';
import type { Present } from './present.js';
import { settle } from './promotion.js';

/** A place of a registration, under its pool's lock. */
interface LockedPlace {
  pool: LockedPool;
  place: NonNullable<Awaited<ReturnType<typeof lockPlace>>>;
}

async function lockOwn(manager: EntityManager, registrationId: string, placeId: string): Promise<LockedPlace | null> {
  const [found]: { poolId: string }[] = await manager.query(
    'SELECT pool_id AS "poolId" FROM places WHERE id = $1 AND registration_id = $2',
    [placeId, registrationId],
  );
  const [pool] = await lockPools(manager, found === undefined ? [] : [found.poolId]);
  const place = await lockPlace(manager, placeId);
  return pool === undefined || place === null ? null : { pool, place };
}

/** Of what organisers do to a place: which one, and why. */
export interface PlaceDeed {
  registrationId: string;
  placeId: string;
  reason: string;
}

/**
 * Gives a place to somebody who waits, whoever is before them: a free one, or one over the capacity when `isOver`. Why
 * stays on the place, and is told to its owner once it cannot be taken back any more.
 */
export async function giveByHand(
  manager: EntityManager,
  { registrationId, placeId, reason, isOver }: PlaceDeed & { isOver: boolean },
  at: Date,
): Promise<{ pool: LockedPool; how: ReturnType<typeof giveOutOfTurn> } | null> {
  const own = await lockOwn(manager, registrationId, placeId);
  if (own === null || own.place.status !== 'waitlisted' || own.pool.isAside) return null;
  const { pool, place } = own;
  const how = giveOutOfTurn(pool.scope, pool, place, { reason, isOver });
  if (how !== 'given' && how !== 'given over') return { pool, how };
  // A coach knows no reasons: its seats are counted.
  const because = pool.scope === 'seat' ? null : reason.trim();
  await manager.query(`UPDATE places SET status = 'confirmed', over_because = $3, changed_at = $2 WHERE id = $1`, [
    placeId,
    at,
    because,
  ]);
  await manager.query(
    `UPDATE place_pools SET taken = taken + 1, waiting = waiting - 1, changes = changes + 1,
            ceiling = CASE WHEN ceiling IS NOT NULL THEN greatest(ceiling, taken + 1) END, given_over = given_over + $2
      WHERE id = $1`,
    [pool.id, because === null ? 0 : 1],
  );
  await manager.query('SELECT publish_places($1, $2)', [[placeId], at]);
  const dueAt = new Date(at.getTime() + outOfTurnUndoSeconds * 1000);
  await writePlaceMails(manager, [placeId], at, { because: reason.trim() }, dueAt);
  return { pool, how };
}

/**
 * Takes back what `giveByHand` gave, as long as nobody was written to and nothing hangs on it: its owner waits on where
 * they stood.
 * @returns null when it is too late
 */
export async function takeBack(
  manager: EntityManager,
  { registrationId, placeId }: Omit<PlaceDeed, 'reason'>,
  present: Present,
): Promise<LockedPool | null> {
  const own = await lockOwn(manager, registrationId, placeId);
  if (own === null) return null;
  const { pool } = own;
  const { at } = present;
  const [undone] = await manager.query<[{ id: string }[], number]>(
    `UPDATE places l SET status = 'waitlisted', over_because = NULL, changed_at = $2
      WHERE l.id = $1 AND l.status = 'confirmed' AND l.over_because IS NOT NULL AND l.created_at < l.changed_at
        AND l.changed_at > $2::timestamptz - make_interval(secs => $3)
        AND NOT EXISTS (SELECT FROM places o WHERE o.after_id = l.id AND o.status <> 'cancelled' AND o.is_eligible)
        AND NOT EXISTS (SELECT FROM places o
              WHERE o.pool_id = l.pool_id AND o.status = 'offered' AND o.number > l.number)
      RETURNING l.id`,
    [placeId, at, outOfTurnUndoSeconds],
  );
  if (undone.length === 0) return null;
  await manager.query(
    `DELETE FROM outbox_mails WHERE registration_id = $1 AND kind = 'place.confirmed' AND state = 'due' AND due_at > $3
        AND facts->>'place' = $2`,
    [registrationId, placeId, at],
  );
  await manager.query('UPDATE place_pools SET given_over = given_over - 1 WHERE id = $1', [pool.id]);
  await manager.query('SELECT publish_places($1, $2)', [[placeId], at]);
  await settle(manager, { ...pool, taken: pool.taken - 1, waiting: pool.waiting + 1 }, present);
  return pool;
}

/** Takes an offer back: its owner waits on where they stood, and is told why. */
export async function withdraw(
  manager: EntityManager,
  { registrationId, placeId, reason }: PlaceDeed,
  present: Present,
): Promise<{ pool: LockedPool; how: ReturnType<typeof withdrawOffer> } | null> {
  const own = await lockOwn(manager, registrationId, placeId);
  if (own === null || own.place.status !== 'offered') return null;
  const { pool } = own;
  const [{ isLast } = { isLast: true }]: { isLast: boolean }[] = await manager.query(
    `SELECT NOT EXISTS (SELECT FROM places o WHERE o.pool_id = l.pool_id AND o.status = 'offered' AND o.number > l.number)
            AS "isLast" FROM places l WHERE l.id = $1`,
    [placeId],
  );
  const how = withdrawOffer(pool, { isLast });
  if (how !== 'waits') return { pool, how };
  await manager.query(
    `UPDATE places SET status = 'waitlisted', offered_until = NULL, offered_for = NULL, changed_at = $2 WHERE id = $1`,
    [placeId, present.at],
  );
  await manager.query('SELECT publish_places($1, $2)', [[placeId], present.at]);
  await writeWithdrawnMail(manager, placeId, present.at, reason.trim());
  await settle(manager, { ...pool, taken: pool.taken - 1, waiting: pool.waiting + 1 }, present);
  return { pool, how };
}
