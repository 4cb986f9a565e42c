import type { EntityManager } from 'typeorm';
import { placeAtDoor } from '@kopa/domain';
import { Problem } from '../platform/problem.js';
import type { Claimed } from './claims.js';
import type { PlacePoolEntity, PlaceScope } from './place.entity.js';

interface Waiting extends Pick<PlacePoolEntity, 'capacity' | 'taken' | 'waiting' | 'key'> {
  id: string;
  scope: PlaceScope;
}

/** How a refusal names a pool: a session by its code. */
const nameOf = ({ scope, key }: Waiting): string => (scope === 'session' || scope === 'seat' ? key : scope);

/**
 * Gives somebody at the door all that they have just claimed and would have to wait for: over the capacity, or before
 * those who wait, only `because` of something, which stays on the place; never a seat in a coach. Call it in the
 * transaction of the claims, which holds the pools' locks. Two statements, however many.
 * Problems: 409 `places.full` and `seats.full`, each with the `places` that it is about.
 * @returns the claims as they are now, and what was given over: `event`, `day` or codes of sessions
 */
export async function giveAtDoor(
  manager: EntityManager,
  claimed: readonly Claimed[],
  because: string,
  at: Date,
): Promise<{ claimed: Claimed[]; over: string[] }> {
  const ids = claimed.flatMap(({ id, status }) => (status === 'waitlisted' ? [id] : []));
  if (ids.length === 0) return { claimed: [...claimed], over: [] };
  // Beside the claim itself: it counts as one that waits unless it waits for another place.
  const waiting: Waiting[] = await manager.query(
    `SELECT l.id, p.scope, p.key, p.capacity, p.taken, p.waiting - l.is_eligible::int AS waiting
       FROM places l JOIN place_pools p ON p.id = l.pool_id WHERE l.id = ANY($1) ORDER BY p.rank, p.id`,
    [ids],
  );
  const given = waiting.map((place) => ({ ...place, how: placeAtDoor(place.scope, place, because) }));
  const places = (how: (typeof given)[number]['how']): string[] =>
    given.filter((place) => place.how === how).map(nameOf);
  if (places('no seat').length > 0)
    throw new Problem(409, 'seats.full', 'No seat is free in the coach: they can go their own way.', {
      places: places('no seat'),
    });
  if (places('reason missing').length > 0)
    throw new Problem(409, 'places.full', 'No place is free: whoever gives one over the capacity says why.', {
      places: places('reason missing'),
    });
  await manager.query(
    `WITH given AS (
       SELECT g.id, g.over, l.pool_id, l.is_eligible FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, over boolean)
         JOIN places l ON l.id = g.id
     ), counted AS (
       UPDATE place_pools p SET taken = taken + 1, waiting = waiting - given.is_eligible::int,
              ceiling = greatest(ceiling, CASE WHEN ceiling IS NOT NULL AND given.over THEN taken + 1 END),
              given_over = given_over + given.over::int, changes = changes + 1
         FROM given WHERE p.id = given.pool_id
     )
     UPDATE places l SET status = 'confirmed', is_eligible = true, changed_at = $3,
            over_because = CASE WHEN given.over THEN $2 END
       FROM given WHERE l.id = given.id`,
    [JSON.stringify(given.map(({ id, how }) => ({ id, over: how === 'given over' }))), because.trim(), at],
  );
  await manager.query('SELECT publish_places($1, $2)', [ids, at]);
  return {
    claimed: claimed.map((place) =>
      ids.includes(place.id) ? { ...place, status: 'confirmed', position: null, isEligible: true } : place,
    ),
    over: places('given over'),
  };
}
