import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { bookableModes, isOnlineForNow, offerExpiry, type PlaceMode, type Session } from '@kopa/domain';
import { transaction } from '../platform/database.js';
import type { PlaceScope } from './place.entity.js';
import { claimPlaces } from './claims.js';
import { cancelPlaces } from './giving-back.js';
import { findPools, lockPools, poolNameText, publishedCapacity, startOf } from './pools.js';
import { clashing, settle } from './promotion.js';
import { writePlaceMails } from './place-mails.js';
import type { Present } from './present.js';

interface SessionPool {
  id: string;
  scope: PlaceScope;
  key: string;
  mode: PlaceMode;
  capacity: number | null;
  isSet: boolean;
  isAside: boolean;
  held: string;
}

/**
 * Brings the pools of sessions to what the programme now says: a capacity that organisers did not set themselves is the
 * published one, raised with promotions; bookings of a mode in which a session is held no longer go on in the other one,
 * in their order, waitlisted where it is full; of a cancelled session they are kept aside until it is reinstated, and in
 * person also of one that is online on the day alone, until it comes back. Finds nothing to do when it is done, so any
 * process may do it at any time.
 */
export async function followRelease(dataSource: DataSource, eventId: string, present: Present): Promise<void> {
  const pools: SessionPool[] = await dataSource.query(
    `SELECT p.id, p.scope, p.key, p.mode, p.capacity, p.is_set AS "isSet", p.is_aside AS "isAside",
            (SELECT count(*) FROM places l WHERE l.pool_id = p.id AND l.status <> 'cancelled') AS held
       FROM place_pools p WHERE p.event_id = $1 AND p.scope IN ('session', 'seat') ORDER BY p.rank, p.id`,
    [eventId],
  );
  for (const pool of pools) {
    const session = present.programme.sessions.find(({ code }) => code === pool.key);
    if (session === undefined) continue;
    const isAway = pool.mode === 'in-person' && isOnlineOnTheDay(session);
    if ((isCancelled(session) || isAway) !== pool.isAside) {
      await transaction(dataSource, (manager) =>
        pool.isAside ? bringBack(manager, pool.id, present) : setAside(manager, pool.id, present),
      );
    }
    if (pool.scope === 'seat' || isAway) continue;
    const modes = bookableModes(session.mode);
    const [other] = modes;
    if (modes.includes(pool.mode)) {
      if (pool.isSet || session.capacity[pool.mode] === pool.capacity) continue;
      await transaction(dataSource, (manager) => resize(manager, pool, present));
    } else if (other !== undefined && Number(pool.held) > 0) {
      await transaction(dataSource, (manager) => moveBookings(manager, eventId, pool, other, present));
    }
  }
}

const isCancelled = ({ slots }: Session): boolean =>
  slots.length > 0 && slots.every(({ status }) => status === 'cancelled');

/** Whether nothing of a session that is planned in person is so for now. Its people follow it online, and keep their places. */
const isOnlineOnTheDay = ({ slots }: Session): boolean =>
  slots.some(isOnlineForNow) && slots.every(({ roomId, status }) => roomId === null || status === 'cancelled');

async function resize(manager: EntityManager, { id, key, mode }: SessionPool, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [id]);
  const capacity = publishedCapacity(present.programme, { scope: 'session', key, mode });
  if (pool !== undefined && pool.capacity !== capacity) await settle(manager, { ...pool, capacity }, present);
}

/** Of a cancelled session nobody is promoted; who was offered a place waits for it again, in the old order. */
async function setAside(manager: EntityManager, poolId: string, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [poolId]);
  if (pool === undefined || pool.isAside) return;
  const [offers] = await manager.query<[{ id: string }[], number]>(
    `UPDATE places SET status = 'waitlisted', offered_until = NULL, offered_for = NULL, changed_at = $2
      WHERE pool_id = $1 AND status = 'offered' RETURNING id`,
    [poolId, present.at],
  );
  await manager.query(
    `UPDATE place_pools SET is_aside = true, taken = taken - $2, waiting = waiting + $2, changes = changes + 1
      WHERE id = $1`,
    [poolId, offers.length],
  );
  await manager.query('SELECT publish_places($1, $2)', [offers.map(({ id }) => id), present.at]);
}

/** What was confirmed is so again; to whom it now clashes with something else it is offered. */
async function bringBack(manager: EntityManager, poolId: string, present: Present): Promise<void> {
  const [pool] = await lockPools(manager, [poolId]);
  if (pool === undefined || !pool.isAside) return;
  await manager.query('UPDATE place_pools SET is_aside = false WHERE id = $1', [poolId]);
  const until = offerExpiry(present.at.toISOString(), pool.offerMinutes, startOf(present.programme, pool));
  const offered = await clashing(manager, pool, present.programme);
  await manager.query(
    `UPDATE places SET status = 'offered', offered_for = 'clash', offered_until = $2, changed_at = $3 WHERE id = ANY($1)`,
    [offered, until, present.at],
  );
  await manager.query('SELECT publish_places($1, $2)', [offered, present.at]);
  await writePlaceMails(manager, offered, present.at);
  await settle(manager, { ...pool, isAside: false }, present);
}

/**
 * Takes the bookings of a mode that is no more over to the other one, in their order. Online that is done, and given up
 * with one tap by who does not want it; in person it is only ever offered: nobody is made to travel.
 */
async function moveBookings(
  manager: EntityManager,
  eventId: string,
  { id, key }: SessionPool,
  mode: PlaceMode,
  present: Present,
): Promise<void> {
  const name = { scope: 'session' as const, key, mode };
  const capacity = publishedCapacity(present.programme, name);
  const target = (await findPools(manager, eventId, [{ ...name, capacity }])).get(poolNameText(name))?.id ?? '';
  const locked = await lockPools(manager, [id, target]);
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
  const { offerMinutes = 1440 } = locked.find((pool) => pool.id === target) ?? {};
  const until = offerExpiry(present.at.toISOString(), offerMinutes, startOf(present.programme, name));
  const orders = held.map(({ registrationId }) => ({
    registrationId,
    claims: [
      { id: randomUUID(), poolId: target, afterId: null, ...(mode === 'in-person' ? { offeredUntil: until } : {}) },
    ],
  }));
  const claimed = await claimPlaces(manager, orders, present.at);
  // That it goes on online they hear with what changed; an offer wants an answer.
  const offers = claimed.filter(({ status }) => status === 'offered').map((place) => place.id);
  await writePlaceMails(manager, offers, present.at);
}
