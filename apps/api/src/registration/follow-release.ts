import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { bookableModes, type PlaceMode } from '@kopa/domain';
import { transaction } from '../platform/database.js';
import {
  cancelPlaces,
  claimPlaces,
  findPools,
  lockPools,
  poolNameText,
  publishedCapacity,
  settle,
  type Present,
} from './places.js';

interface SessionPool {
  id: string;
  key: string;
  mode: PlaceMode;
  capacity: number | null;
  isSet: boolean;
  held: string;
}

/**
 * Brings the pools of sessions to what the programme now says: a capacity that organisers did not set themselves is the
 * published one, raised with promotions; bookings in person of a session that is only online by now go on online, in
 * their order, waitlisted where online is full. Online to in person is never done to anybody: those bookings stay as
 * they are until their owners book anew. Finds nothing to do when it is done, so any process may do it at any time.
 */
export async function followRelease(dataSource: DataSource, eventId: string, present: Present): Promise<void> {
  const pools: SessionPool[] = await dataSource.query(
    `SELECT p.id, p.key, p.mode, p.capacity, p.is_set AS "isSet",
            (SELECT count(*) FROM places l WHERE l.pool_id = p.id AND l.status <> 'cancelled') AS held
       FROM place_pools p WHERE p.event_id = $1 AND p.scope = 'session' ORDER BY p.rank, p.id`,
    [eventId],
  );
  for (const pool of pools) {
    const session = present.programme.sessions.find(({ code }) => code === pool.key);
    if (session === undefined) continue;
    const modes = bookableModes(session.mode);
    if (modes.includes(pool.mode)) {
      if (pool.isSet || session.capacity[pool.mode] === pool.capacity) continue;
      await transaction(dataSource, (manager) => resize(manager, pool, present));
    } else if (pool.mode === 'in-person' && modes.includes('online') && Number(pool.held) > 0) {
      await transaction(dataSource, (manager) => moveOnline(manager, eventId, pool, present));
    }
  }
}

async function resize(manager: EntityManager, { id, key, mode }: SessionPool, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [id]);
  const capacity = publishedCapacity(present.programme, { scope: 'session', key, mode });
  if (pool !== undefined && pool.capacity !== capacity) await settle(manager, { ...pool, capacity }, present);
}

async function moveOnline(
  manager: EntityManager,
  eventId: string,
  { id, key }: SessionPool,
  present: Present,
): Promise<void> {
  const name = { scope: 'session' as const, key, mode: 'online' as const };
  const capacity = publishedCapacity(present.programme, name);
  const online = (await findPools(manager, eventId, [{ ...name, capacity }])).get(poolNameText(name))?.id ?? '';
  await lockPools(manager, [id, online]);
  const held: { id: string; registrationId: string }[] = await manager.query(
    `SELECT id, registration_id AS "registrationId" FROM places
      WHERE pool_id = $1 AND status <> 'cancelled' ORDER BY number`,
    [id],
  );
  // Nobody is promoted to what is no more.
  await manager.query(`UPDATE places SET is_eligible = false WHERE pool_id = $1 AND status = 'waitlisted'`, [id]);
  await manager.query(`UPDATE place_pools SET waiting = 0 WHERE id = $1`, [id]);
  await cancelPlaces(
    manager,
    held.map((place) => place.id),
    present,
  );
  const orders = held.map(({ registrationId }) => ({
    registrationId,
    claims: [{ id: randomUUID(), poolId: online, afterId: null }],
  }));
  await claimPlaces(manager, orders, present.at);
}
