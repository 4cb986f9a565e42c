import type { EntityManager } from 'typeorm';
import type { PlaceStatus } from '@kopa/domain';

/**
 * What a place is under its pool's lock: nobody accepts, declines or passes it on before the transaction ends.
 * Null when there is no such place.
 */
export async function lockPlace(
  manager: EntityManager,
  placeId: string,
): Promise<{ status: PlaceStatus; isEligible: boolean; offeredUntil: Date | null } | null> {
  await manager.query('SELECT FROM place_pools WHERE id = (SELECT pool_id FROM places WHERE id = $1) FOR UPDATE', [
    placeId,
  ]);
  const [place]: { status: PlaceStatus; isEligible: boolean; offeredUntil: Date | null }[] = await manager.query(
    'SELECT status, is_eligible AS "isEligible", offered_until AS "offeredUntil" FROM places WHERE id = $1 FOR UPDATE',
    [placeId],
  );
  return place ?? null;
}

/** Status of a place, which nobody changes before the transaction ends. */
export async function pinStatus(manager: EntityManager, placeId: string): Promise<PlaceStatus> {
  const [place]: { status: PlaceStatus }[] = await manager.query('SELECT status FROM places WHERE id = $1 FOR SHARE', [
    placeId,
  ]);
  return place?.status ?? 'cancelled';
}
