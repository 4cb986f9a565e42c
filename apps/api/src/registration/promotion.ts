import type { EntityManager } from 'typeorm';
import {
  blocksClash,
  blocksOf,
  isAhead,
  offerExpiry,
  promotable,
  promotionDeadline,
  promotionNow,
  type PlaceMode,
  type Programme,
  type PromotionHow,
} from '@kopa/domain';
import { lockPools, poolColumns, startOf, type LockedPool, type PoolName } from './pools.js';
import { writePlaceMails } from './place-mails.js';
import type { Present } from './present.js';

/**
 * Writes a locked pool as it now is, after promoting all for whom there is a place, first come, first served. Whoever
 * has something confirmed at that time, or whose pool is so set, gets an offer instead; past the deadline for places in
 * person only those who said that short notice is fine. Three statements, however many.
 * @returns how many were promoted
 */
export async function settle(manager: EntityManager, pool: LockedPool, present: Present): Promise<number> {
  const startsAt = startOf(present.programme, pool);
  const now = present.at.toISOString();
  const promotion = howToPromote(pool, present, startsAt);
  const count = promotion === 'nobody' ? 0 : promotable(pool);
  const next: Candidate[] =
    count === 0
      ? []
      : await manager.query(
          `SELECT l.id, l.is_offer_only AS "isOfferOnly",
                  coalesce(jsonb_agg(jsonb_build_object('session', q.key, 'mode', q.mode))
                    FILTER (WHERE q.scope = 'session'), '[]') AS confirmed
             FROM (SELECT w.id, w.registration_id, w.is_offer_only FROM places w JOIN registrations r ON r.id = w.registration_id
                    WHERE w.pool_id = $1 AND w.status = 'waitlisted' AND w.is_eligible AND (NOT $3 OR r.short_notice)
                    ORDER BY w.number LIMIT $2 FOR UPDATE OF w) AS l
             LEFT JOIN places o ON o.registration_id = l.registration_id AND o.status = 'confirmed'
                   AND o.fallback_of IS DISTINCT FROM l.id
             LEFT JOIN place_pools q ON q.id = o.pool_id
            GROUP BY l.id, l.is_offer_only`,
          [pool.id, count, promotion === 'short notice'],
        );
  const until = offerExpiry(now, pool.offerMinutes, startsAt);
  const promoted = next.map(({ id, isOfferOnly, confirmed }) => {
    const clashes = isClash(present.programme, pool, confirmed);
    const offeredFor = clashes ? 'clash' : isOfferOnly ? 'mode' : promotion === 'automatic' ? null : 'promotion';
    return { id, offered_for: offeredFor };
  });
  if (promoted.length > 0) {
    await manager.query(
      `UPDATE places l SET status = CASE WHEN n.offered_for IS NULL THEN 'confirmed' ELSE 'offered' END,
              offered_for = n.offered_for, offered_until = CASE WHEN n.offered_for IS NOT NULL THEN $2::timestamptz END,
              changed_at = $3
         FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, offered_for text) WHERE l.id = n.id`,
      [JSON.stringify(promoted), until, present.at],
    );
    await manager.query('SELECT publish_places($1, $2)', [promoted.map(({ id }) => id), present.at]);
    await writePlaceMails(
      manager,
      promoted.map(({ id }) => id),
      present.at,
    );
  }
  const taken = pool.taken + promoted.length;
  await manager.query(
    `UPDATE place_pools SET taken = $2, waiting = $3, capacity = $4,
            ceiling = CASE WHEN $4::int IS NOT NULL THEN greatest($4::int, $2::int) END, changes = changes + 1,
            version = version + (capacity IS DISTINCT FROM $4::int)::int
      WHERE id = $1`,
    [pool.id, taken, pool.waiting - promoted.length, pool.capacity],
  );
  return promoted.length;
}

/** The confirmed places of a pool whose owners have something else confirmed at that time. */
export async function clashing(manager: EntityManager, pool: LockedPool, programme: Programme): Promise<string[]> {
  const places: Pick<Candidate, 'id' | 'confirmed'>[] = await manager.query(
    `SELECT l.id, jsonb_agg(jsonb_build_object('session', q.key, 'mode', q.mode)) AS confirmed
       FROM places l JOIN places o ON o.registration_id = l.registration_id AND o.status = 'confirmed'
       JOIN place_pools q ON q.id = o.pool_id AND q.scope = 'session' AND NOT q.is_aside
      WHERE l.pool_id = $1 AND l.status = 'confirmed' GROUP BY l.id`,
    [pool.id],
  );
  return places.flatMap(({ id, confirmed }) => (isClash(programme, pool, confirmed) ? [id] : []));
}

/** Which of those who wait get a free place, and how. */
export function howToPromote(
  pool: PoolName & Pick<LockedPool, 'isAside' | 'promotion'>,
  { at, programme, rules }: Present,
  startsAt: string | null,
): PromotionHow {
  const now = at.toISOString();
  if (pool.isAside || !isStillAhead(programme, pool, now)) return 'nobody';
  // A place of the event is no more than leave to have one of a day, a seat goes with a booking: nobody is asked.
  if (pool.scope === 'event' || pool.scope === 'seat') return 'automatic';
  const bookUntil = pool.scope === 'session' ? (rules.sessions[pool.key]?.bookUntil ?? null) : null;
  return promotionNow(pool.promotion, pool.mode, now, promotionDeadline(startsAt, bookUntil));
}

function isStillAhead(programme: Programme, { scope, key }: PoolName, now: string): boolean {
  if (scope === 'event') return true;
  if (scope === 'day') return programme.days.some(({ date, endsAt }) => date === key && endsAt > now);
  return programme.sessions.some((session) => session.code === key && isAhead(session, now));
}

/** Pools in which somebody waits beside a free place. */
export function poolsWithBoth(manager: EntityManager): Promise<(LockedPool & { anyAtShortNotice: boolean })[]> {
  return manager.query(
    `SELECT ${poolColumns},
            EXISTS (SELECT FROM places l JOIN registrations r ON r.id = l.registration_id
                     WHERE l.pool_id = p.id AND l.status = 'waitlisted' AND l.is_eligible AND r.short_notice) AS "anyAtShortNotice"
       FROM place_pools p WHERE waiting > 0 AND (capacity IS NULL OR taken < capacity) ORDER BY rank, id`,
  );
}

/** Whether somebody who waits in such a pool should have been served. */
export function isOwed(pool: LockedPool & { anyAtShortNotice: boolean }, present: Present): boolean {
  const how = howToPromote(pool, present, startOf(present.programme, pool));
  return how === 'short notice' ? pool.anyAtShortNotice : how !== 'nobody';
}

interface Candidate {
  id: string;
  isOfferOnly: boolean;
  confirmed: { session: string; mode: PlaceMode }[];
}

function isClash(programme: Programme, pool: LockedPool, confirmed: Candidate['confirmed']): boolean {
  if (pool.scope !== 'session' || confirmed.length === 0) return false;
  const blocks = (code: string, mode: PlaceMode) => {
    const session = programme.sessions.find((entry) => entry.code === code);
    return session === undefined ? [] : blocksOf(session, mode);
  };
  const own = blocks(pool.key, pool.mode);
  return confirmed.some(({ session, mode }) => session !== pool.key && blocksClash(own, blocks(session, mode)));
}

/** Lets places queue whose day or event has been confirmed meanwhile: by their number, so before who came later. */
export async function queuePlaces(manager: EntityManager, poolId: string, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [poolId]);
  if (pool === undefined) return;
  const [queued] = await manager.query<[{ id: string }[], number]>(
    `UPDATE places l SET is_eligible = true, changed_at = $2 FROM places o
      WHERE l.pool_id = $1 AND l.status = 'waitlisted' AND NOT l.is_eligible
        AND o.id = l.after_id AND o.status = 'confirmed' RETURNING l.id`,
    [poolId, present.at],
  );
  await settle(manager, { ...pool, waiting: pool.waiting + queued.length }, present);
}
