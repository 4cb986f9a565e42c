import type { EntityManager } from 'typeorm';
import type { PlaceStatus } from '@kopa/domain';
import { TryAgain } from '../platform/database.js';
import { cancelPlaces } from './giving-back.js';
import { lockPlace, pinStatus } from './place-locks.js';
import type { Present } from './present.js';

/**
 * Takes an offered place for good, or as soon as the one that it is from now on behind is confirmed. Begins anew when
 * that one is given back meanwhile.
 * @param afterId the place of the day, where it had none yet
 * @returns false when it is offered no longer
 */
export async function acceptOffer(
  manager: EntityManager,
  placeId: string,
  at: Date,
  afterId: string | null = null,
): Promise<boolean> {
  const place = await lockPlace(manager, placeId);
  if (place?.status !== 'offered' || place.offeredUntil === null || place.offeredUntil <= at) return false;
  if (afterId !== null && (await pinStatus(manager, afterId)) === 'cancelled') throw new TryAgain();
  await manager.query(
    `WITH accepted AS (
       UPDATE places l SET offered_until = NULL, offered_for = NULL, is_offer_only = false, changed_at = $2,
              after_id = coalesce($3, l.after_id),
              is_eligible = coalesce(day.status = 'confirmed', true),
              status = CASE WHEN coalesce(day.status = 'confirmed', true) THEN 'confirmed' ELSE 'waitlisted' END
         FROM (SELECT 1) AS one LEFT JOIN places day ON day.id = $3
        WHERE l.id = $1 RETURNING l.pool_id, l.status
     )
     UPDATE place_pools p SET taken = taken - (accepted.status = 'waitlisted')::int, changes = changes + 1
       FROM accepted WHERE p.id = accepted.pool_id`,
    [placeId, at, afterId],
  );
  await manager.query('SELECT publish_places($1, $2)', [[placeId], at]);
  return true;
}

/**
 * Gives an offered place to who is next: declined, or expired when `ifExpired` (else it is left).
 * @returns false when it is offered no longer
 */
export async function passOn(
  manager: EntityManager,
  placeId: string,
  present: Present,
  { ifExpired }: { ifExpired: boolean },
): Promise<boolean> {
  if (!isGivenUp(await lockPlace(manager, placeId), present.at, ifExpired)) return false;
  await cancelPlaces(manager, [placeId], present);
  return true;
}

/** Whether a place is offered, and to be passed on: as it was declined, or has expired. */
export function isGivenUp(
  place: { status: PlaceStatus; offeredUntil: Date | null } | null,
  at: Date,
  ifExpired: boolean,
): boolean {
  if (place?.status !== 'offered') return false;
  return !ifExpired || (place.offeredUntil !== null && place.offeredUntil <= at);
}
