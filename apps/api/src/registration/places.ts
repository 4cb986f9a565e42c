import { randomUUID } from 'node:crypto';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import {
  blocksClash,
  blocksOf,
  isAhead,
  offerExpiry,
  promotable,
  promotionDeadline,
  promotionNow,
  type PlaceMode,
  type PlaceStatus,
  type Programme,
} from '@kopa/domain';
import { retried, TryAgain } from '../platform/database.js';
import { keyMismatch } from '../platform/idempotency.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';
import { writePlaceMails } from './place-mails.js';
import type { Present } from './present.js';
import { placeScopes, type PlacePoolEntity, type PlaceScope } from './place.entity.js';

/** Names a pool within its event. */
export interface PoolName {
  scope: PlaceScope;
  /** Empty for the event, the date of a day, the code of a session. */
  key: string;
  mode: PlaceMode;
}

export interface Claim {
  id: string;
  poolId: string;
  /** The place that must be confirmed before this one. */
  afterId: string | null;
  /** The waitlisted place whose fallback it is. */
  fallbackOf?: string;
  /** It is only offered, until then: of what nobody asked for. */
  offeredUntil?: string;
}

export interface Claimed {
  id: string;
  status: 'confirmed' | 'waitlisted' | 'offered';
  position: number | null;
  /** False: it waits for the place that it depends on. */
  isEligible: boolean;
}

/** A pool's row, locked. */
export type LockedPool = Pick<
  PlacePoolEntity,
  | 'id'
  | 'eventId'
  | 'scope'
  | 'key'
  | 'mode'
  | 'capacity'
  | 'taken'
  | 'waiting'
  | 'promotion'
  | 'offerMinutes'
  | 'isAside'
>;

const poolColumns = `id, event_id AS "eventId", scope, key, mode, capacity, taken, waiting, promotion,
  offer_minutes AS "offerMinutes", is_aside AS "isAside"`;

export const poolNameText = ({ scope, key, mode }: PoolName): string => `${scope} ${key} ${mode}`;

/**
 * The pools of these names, made where they are missing, with the capacity that the programme publishes; by
 * `poolNameText`. They are never deleted but with their event.
 */
export async function findPools(
  manager: EntityManager,
  eventId: string,
  names: readonly (PoolName & { capacity: number | null })[],
): Promise<Map<string, { id: string; isNew: boolean }>> {
  const wanted = names.map((name) => ({ id: randomUUID(), rank: placeScopes.indexOf(name.scope) + 1, ...name }));
  const pools = await askForPools(manager, eventId, wanted);
  // One that somebody else made in the same moment is there, but not in this statement's snapshot: the next one sees it.
  return pools.size === wanted.length ? pools : askForPools(manager, eventId, wanted);
}

async function askForPools(
  manager: EntityManager,
  eventId: string,
  wanted: readonly PoolName[],
): Promise<Map<string, { id: string; isNew: boolean }>> {
  // The second SELECT does not see what the first part inserts, so its rows are added.
  const found: (PoolName & { id: string; isNew: boolean })[] = await manager.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS w(id uuid, rank smallint, scope text, key text, mode text, capacity int)
     ), made AS (
       INSERT INTO place_pools (id, event_id, scope, rank, key, mode, capacity, ceiling)
       SELECT id, $1, scope, rank, key, mode, capacity, capacity FROM wanted ORDER BY rank, key, mode
       ON CONFLICT (event_id, scope, key, mode) DO NOTHING RETURNING id, scope, key, mode
     )
     SELECT id, scope, key, mode, true AS "isNew" FROM made
     UNION ALL
     SELECT p.id, p.scope, p.key, p.mode, false FROM place_pools p JOIN wanted w USING (scope, key, mode) WHERE p.event_id = $1`,
    [eventId, JSON.stringify(wanted)],
  );
  return new Map(found.map((pool) => [poolNameText(pool), pool]));
}

/** Locks pools in the one order in which everybody does. */
export async function lockPools(manager: EntityManager, poolIds: readonly string[]): Promise<LockedPool[]> {
  return manager.query(`SELECT ${poolColumns} FROM place_pools WHERE id = ANY($1) ORDER BY rank, id FOR UPDATE`, [
    poolIds,
  ]);
}

/** What the programme publishes; days and the event are not limited, and there is no coach, before organisers say so. */
export function publishedCapacity(programme: Programme, { scope, key, mode }: PoolName): number | null {
  if (scope === 'seat') return 0;
  if (scope !== 'session') return null;
  return programme.sessions.find(({ code }) => code === key)?.capacity[mode] ?? null;
}

/**
 * Claims places for people, in one statement: confirmed where one is free and nobody waits, else waitlisted. Call it
 * directly before the commit. Problems: 409 `place.held` where a person has one there in whatever mode, 409
 * `registration.cancelled`.
 */
export async function claimPlaces(
  manager: EntityManager,
  orders: readonly { registrationId: string; claims: readonly Claim[] }[],
  at: Date,
): Promise<Claimed[]> {
  const wanted = orders.map(({ claims }) =>
    JSON.stringify(
      claims.map(({ id, poolId, afterId, fallbackOf, offeredUntil }) => ({
        id,
        pool_id: poolId,
        after_id: afterId,
        fallback_of: fallbackOf,
        offered_until: offeredUntil,
      })),
    ),
  );
  try {
    return await manager.query(
      `SELECT c.place_id AS id, c.place_status AS status, c.place_position AS position, c.place_eligible AS "isEligible"
         FROM unnest($1::uuid[], $2::jsonb[]) AS o(registration, wanted),
              LATERAL claim_places(o.registration, o.wanted, $3) AS c`,
      [orders.map(({ registrationId }) => registrationId), wanted, at],
    );
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** An order for one place in a session, of somebody whose days stay as they are. */
export interface BookingClaim {
  registrationId: string;
  poolId: string;
  /** Of the coach, where a seat in it is wanted. */
  seatPoolId: string | null;
  /** The waitlisted booking whose fallback it is. */
  insteadOf: string | null;
  mode: PlaceMode;
  /** Day of the session: one in person takes a day in person, and waits with the place of its day. */
  date: string | null;
  /** The caller's Idempotency-Key, if there is one, within its scope. */
  scope: string;
  key: string | null;
  /** Of the request, to tell it from another one under the same key. */
  hash: string;
}

/**
 * Books in one round trip, in a transaction of its own: of a rush for the same pool each holds it no longer than that.
 * Under a key that was used before, gives the first answer. Problems: those of `claimPlaces`, 404 `booking.unknown` of
 * what it is instead of, 409 `day.mode`, 422 `idempotency.mismatch`, `input.invalid` without a telephone for the coach,
 * 503 `busy`.
 * @returns the booking, and the seat if one was wanted
 */
export async function bookPlace(
  dataSource: DataSource,
  { registrationId, poolId, seatPoolId, insteadOf, mode, date, scope, key, hash }: BookingClaim,
  at: Date,
): Promise<Claimed[]> {
  const ids = { booking: randomUUID(), seat: seatPoolId === null ? null : randomUUID() };
  return retried(async () => {
    try {
      const [row]: { answer: Claimed[] }[] = await dataSource.query(
        'SELECT book_place($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS answer',
        [registrationId, ids.booking, poolId, date, mode, scope, key, hash, at, ids.seat, seatPoolId, insteadOf],
      );
      if (row === undefined) throw new Error('book_place gave no answer');
      // One kept by the version before is a single claim.
      return [row.answer].flat();
    } catch (error) {
      // The twin of a concurrent request meets its place or its key: tried again, it finds the kept answer.
      if (key !== null && isTwin(error) && (await isKept(dataSource, scope, key))) throw new TryAgain();
      throw refusalOf(error) ?? error;
    }
  });
}

function isTwin(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505';
}

async function isKept(dataSource: DataSource, scope: string, key: string): Promise<boolean> {
  const kept: unknown[] = await dataSource.query('SELECT 1 FROM idempotency_keys WHERE scope = $1 AND key = $2', [
    scope,
    key,
  ]);
  return kept.length > 0;
}

function refusalOf(error: unknown): Error | null {
  if (!(error instanceof QueryFailedError)) return null;
  const {
    code,
    constraint,
    message,
    detail = '',
  } = error.driverError as Error & Partial<Record<'code' | 'constraint' | 'detail', string>>;
  if (constraint === 'places_held') {
    const held = /=\(\S+, (.*)\) already/.exec(detail)?.[1] ?? 'it';
    return new Problem(409, 'place.held', `You have a place there already: ${held}.`);
  }
  if (code === 'KP003') return new TryAgain();
  if (code === 'KP004') {
    const [date = '', mode = ''] = message.split(' ');
    return dayMode(date, mode);
  }
  if (code === 'KP005') return keyMismatch();
  if (code === 'KP006') return invalidInput([telephoneMissing]);
  if (code === 'KP007') return new Problem(404, 'booking.unknown', 'You do not wait for what this is instead of.');
  if (code === 'KP002') return new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
  return null;
}

/** What a coach's guide needs to find somebody. */
export const telephoneMissing: InputError = {
  path: 'telephone',
  message: 'must be given for a seat in the coach: the guide calls who is missing',
  code: 'telephone.missing',
};

/** A booking in person of a day that is not: the person is asked first. */
export function dayMode(date: string, mode: string): Problem {
  return new Problem(409, 'day.mode', `You are not in person on ${date}: come in person for this only?`, {
    date,
    mode,
    instead: { comeInPerson: true },
  });
}

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
            ceiling = CASE WHEN $4::int IS NOT NULL THEN greatest($4::int, $2::int) END, changes = changes + 1
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
function howToPromote(
  pool: PoolName & Pick<LockedPool, 'isAside' | 'promotion'>,
  { at, programme, rules }: Present,
  startsAt: string | null,
): 'automatic' | 'offer' | 'short notice' | 'nobody' {
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

/** Who is served when a place is free: past the deadline only those for whom short notice is fine. */
function whoIsPromoted(
  pool: PoolName & Pick<LockedPool, 'isAside'>,
  present: Present,
): 'everybody' | 'short notice' | 'nobody' {
  const how = howToPromote({ ...pool, promotion: 'automatic' }, present, startOf(present.programme, pool));
  return how === 'short notice' || how === 'nobody' ? how : 'everybody';
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
  const who = whoIsPromoted(pool, present);
  return who === 'everybody' || (who === 'short notice' && pool.anyAtShortNotice);
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

/** When what a pool is for begins; null when that is not known. */
export function startOf(programme: Programme, { scope, key, mode }: PoolName): string | null {
  if (scope === 'session' || scope === 'seat') {
    const session = programme.sessions.find(({ code }) => code === key);
    return session === undefined
      ? null
      : (blocksOf(session, mode)
          .map(({ startsAt }) => startsAt)
          .sort()[0] ?? null);
  }
  const day = scope === 'day' ? programme.days.find(({ date }) => date === key) : programme.days[0];
  if (day === undefined) return null;
  // A day begins at midnight, people meet at its first session.
  const first = programme.sessions
    .flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt))
    .filter((startsAt) => startsAt >= day.startsAt && startsAt < day.endsAt)
    .sort()[0];
  return first ?? day.startsAt;
}

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

/**
 * Takes an offered place for good, or as soon as the one that it is from now on behind is confirmed.
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

/** Gives a free place to somebody who waits, whoever is before them. */
export async function promoteByHand(
  manager: EntityManager,
  registrationId: string,
  placeId: string,
  at: Date,
): Promise<'promoted' | 'full' | 'unknown'> {
  const [found]: { poolId: string }[] = await manager.query(
    'SELECT pool_id AS "poolId" FROM places WHERE id = $1 AND registration_id = $2',
    [placeId, registrationId],
  );
  const [pool] = await lockPools(manager, found === undefined ? [] : [found.poolId]);
  const place = await lockPlace(manager, placeId);
  if (pool === undefined || place?.status !== 'waitlisted' || !place.isEligible) return 'unknown';
  if (pool.capacity !== null && pool.taken >= pool.capacity) return 'full';
  await manager.query(`UPDATE places SET status = 'confirmed', changed_at = $2 WHERE id = $1`, [placeId, at]);
  await manager.query(
    'UPDATE place_pools SET taken = taken + 1, waiting = waiting - 1, changes = changes + 1 WHERE id = $1',
    [pool.id],
  );
  await manager.query('SELECT publish_places($1, $2)', [[placeId], at]);
  await writePlaceMails(manager, [placeId], at);
  return 'promoted';
}

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

/**
 * Frees places from what they hang on where that is given back: from then on they need no other place. Who waited for
 * it queues by their number. Call it under the pools' locks.
 */
export async function letGo(
  manager: EntityManager,
  places: readonly { id: string; poolId: string; isEligible: boolean }[],
  given: readonly { id: string }[],
  present: Present,
): Promise<void> {
  const freed = await updated(
    manager,
    'UPDATE places SET after_id = NULL, is_eligible = true WHERE id = ANY($1) AND after_id = ANY($2) RETURNING id',
    [places.map(({ id }) => id), given.map(({ id }) => id)],
  );
  const waited = places.filter(({ id, isEligible }) => !isEligible && freed.some((place) => place.id === id));
  const pools =
    waited.length === 0
      ? []
      : await lockPools(
          manager,
          waited.map(({ poolId }) => poolId),
        );
  for (const pool of pools) {
    const more = waited.filter(({ poolId }) => poolId === pool.id).length;
    await settle(manager, { ...pool, waiting: pool.waiting + more }, present);
  }
}

/** Lets places queue whose day or event has been confirmed meanwhile: by their number, so before who came later. */
export async function queuePlaces(manager: EntityManager, poolId: string, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [poolId]);
  if (pool === undefined) return;
  const queued = await updated(
    manager,
    `UPDATE places l SET is_eligible = true, changed_at = $2 FROM places o
      WHERE l.pool_id = $1 AND l.status = 'waitlisted' AND NOT l.is_eligible
        AND o.id = l.after_id AND o.status = 'confirmed' RETURNING l.id`,
    [poolId, present.at],
  );
  await settle(manager, { ...pool, waiting: pool.waiting + queued.length }, present);
}

/** TypeORM answers an UPDATE with its rows and their number. */
async function updated(manager: EntityManager, statement: string, values: unknown[]): Promise<{ id: string }[]> {
  const [rows] = await manager.query<[{ id: string }[], number]>(statement, values);
  return rows;
}
