import { randomUUID } from 'node:crypto';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import {
  blocksClash,
  blocksOf,
  offerExpiry,
  promotable,
  promotionNow,
  type PlaceMode,
  type PlaceStatus,
  type Programme,
} from '@kopa/domain';
import { retried, TryAgain } from '../platform/database.js';
import { keyMismatch } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
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
}

export interface Claimed {
  id: string;
  status: 'confirmed' | 'waitlisted';
  position: number | null;
  /** False: it waits for the place that it depends on. */
  isEligible: boolean;
}

/** A pool's row, locked. */
export type LockedPool = Pick<
  PlacePoolEntity,
  'id' | 'eventId' | 'scope' | 'key' | 'mode' | 'capacity' | 'taken' | 'waiting' | 'promotion' | 'offerMinutes'
>;

/** What a promotion needs to know beside the database. */
export interface Present {
  at: Date;
  /** The published programme: when things start, and what clashes. */
  programme: Programme;
}

const poolColumns = `id, event_id AS "eventId", scope, key, mode, capacity, taken, waiting, promotion,
  offer_minutes AS "offerMinutes"`;

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

/** What the programme publishes; days and the event are not limited before the organisers say so. */
export function publishedCapacity(programme: Programme, { scope, key, mode }: PoolName): number | null {
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
    JSON.stringify(claims.map(({ id, poolId, afterId }) => ({ id, pool_id: poolId, after_id: afterId }))),
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
 * Under a key that was used before, gives the first answer. Problems: those of `claimPlaces`, 409 `day.mode`, 422
 * `idempotency.mismatch`, 503 `busy`.
 */
export async function bookPlace(
  dataSource: DataSource,
  { registrationId, poolId, mode, date, scope, key, hash }: BookingClaim,
  at: Date,
): Promise<Claimed> {
  const id = randomUUID();
  return retried(async () => {
    try {
      const [row]: { answer: Claimed }[] = await dataSource.query(
        'SELECT book_place($1, $2, $3, $4, $5, $6, $7, $8, $9) AS answer',
        [registrationId, id, poolId, date, mode, scope, key, hash, at],
      );
      if (row === undefined) throw new Error('book_place gave no answer');
      return row.answer;
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
  if (code === 'KP004') return dayMode(message);
  if (code === 'KP005') return keyMismatch();
  if (code === 'KP002') return new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
  return null;
}

/** A booking in person of a day that is not: the person is asked first. */
function dayMode(told: string): Problem {
  const [date = '', mode] = told.split(' ');
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
 * has something confirmed at that time, or whose pool is so set, gets an offer instead. Three statements, however many.
 * @returns how many were promoted
 */
export async function settle(manager: EntityManager, pool: LockedPool, present: Present): Promise<number> {
  const count = promotable(pool);
  const next: Candidate[] =
    count === 0
      ? []
      : await manager.query(
          `SELECT l.id, coalesce(jsonb_agg(jsonb_build_object('session', q.key, 'mode', q.mode))
                    FILTER (WHERE q.scope = 'session'), '[]') AS confirmed
             FROM (SELECT id, registration_id FROM places
                    WHERE pool_id = $1 AND status = 'waitlisted' AND is_eligible ORDER BY number LIMIT $2 FOR UPDATE) AS l
             LEFT JOIN places o ON o.registration_id = l.registration_id AND o.status = 'confirmed'
             LEFT JOIN place_pools q ON q.id = o.pool_id
            GROUP BY l.id`,
          [pool.id, count],
        );
  const startsAt = startOf(present.programme, pool);
  const now = present.at.toISOString();
  const until = offerExpiry(now, pool.offerMinutes, startsAt);
  // A place of the event is no more than leave to have one of a day: nobody is asked for it.
  const promotion = pool.scope === 'event' ? 'automatic' : promotionNow(pool.promotion, pool.mode, now, startsAt);
  const promoted = next.map(({ id, confirmed }) => {
    const clashes = isClash(present.programme, pool, confirmed);
    const offeredFor = clashes ? 'clash' : promotion === 'offer' ? 'promotion' : null;
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

interface Candidate {
  id: string;
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
  if (scope === 'session') {
    const session = programme.sessions.find(({ code }) => code === key);
    return session === undefined
      ? null
      : (blocksOf(session, mode)
          .map(({ startsAt }) => startsAt)
          .sort()[0] ?? null);
  }
  const day = scope === 'day' ? programme.days.find(({ date }) => date === key) : programme.days[0];
  return day?.startsAt ?? null;
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
 * Takes an offered place for good.
 * @returns false when it is offered no longer
 */
export async function acceptOffer(manager: EntityManager, placeId: string, at: Date): Promise<boolean> {
  const place = await lockPlace(manager, placeId);
  if (place?.status !== 'offered' || place.offeredUntil === null || place.offeredUntil <= at) return false;
  await manager.query(`UPDATE places SET status = 'confirmed', offered_until = NULL, changed_at = $2 WHERE id = $1`, [
    placeId,
    at,
  ]);
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
  const place = await lockPlace(manager, placeId);
  if (place?.status !== 'offered') return false;
  if (ifExpired && (place.offeredUntil === null || place.offeredUntil > present.at)) return false;
  await cancelPlaces(manager, [placeId], present);
  return true;
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
  return 'promoted';
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
