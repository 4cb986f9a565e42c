import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { blocksOf, type PlaceMode, type Programme } from '@kopa/domain';
import { placeScopes, type PlacePoolEntity, type PlaceScope } from './place.entity.js';

/** Names a pool within its event. */
export interface PoolName {
  scope: PlaceScope;
  /** Empty for the event, the date of a day, the code of a session. */
  key: string;
  mode: PlaceMode;
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

export const poolColumns = `id, event_id AS "eventId", scope, key, mode, capacity, taken, waiting, promotion,
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
