import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { CapacityAnswer, PoolParams, Queue, Queued, Waitlist, Waitlists, WaitlistsQuery } from '@kopa/contracts';
import { bookableModes, foldLetters, sessionDate, type PlaceMode, type Programme } from '@kopa/domain';
import { audit } from '../platform/audit.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import type { PlacePoolEntity } from './place.entity.js';
import { findPools, lockPools, poolNameText, publishedCapacity, startOf, type PoolName } from './pools.js';
import { Presents, type Present } from './present.js';
import { howToPromote, settle } from './promotion.js';
import { Settling } from './settling.js';

type PoolRow = Pick<
  PlacePoolEntity,
  | 'scope'
  | 'key'
  | 'mode'
  | 'version'
  | 'capacity'
  | 'taken'
  | 'waiting'
  | 'promotion'
  | 'offerMinutes'
  | 'isAside'
  | 'givenOver'
> & { offered: number; offeredUntil: Date | null; waitingForDay: number; waitingAtShortNotice: number };

/** What is limited, and who waits for it. */
@Injectable()
export class WaitlistsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /** Pools that begin after `after`, those in which somebody waits or all that are limited; one query, however many. */
  async list(eventId: string, query: WaitlistsQuery): Promise<Waitlists> {
    const present = await this.presents.of(eventId);
    const rows = await this.pools(this.dataSource.manager, eventId);
    const known = new Set(rows.map((row) => poolNameText(row)));
    const all = [...rows, ...publishedPools(present.programme).filter((row) => !known.has(poolNameText(row)))];
    const sought = foldLetters(query.q ?? '').trim();
    const found = all
      .filter((row) => isShown(row, query.show))
      .map((row) => waitlistOf(row, present))
      .filter(({ scope, key, mode, title }) => {
        if (query.mode !== undefined && mode !== query.mode) return false;
        if (query.day !== undefined && dayOfPool(present.programme, { scope, key }) !== query.day) return false;
        return [key, ...Object.values(title)].some((text) => foldLetters(text).includes(sought));
      })
      .map((one) => ({ place: orderOf(one), one }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .filter(({ place }) => query.after === undefined || place > query.after);
    const page = found.slice(0, query.limit);
    return {
      items: page.map(({ one }) => one),
      next: found.length > page.length ? (page.at(-1)?.place ?? null) : null,
    };
  }

  /**
   * Who is offered a place and who waits, in the order in which they are served; two queries, however many. Names only
   * `withNames`. Problem 404 `pool.unknown`.
   */
  async queue(
    eventId: string,
    params: PoolParams,
    { limit, after, withNames }: { limit: number; after?: string | undefined; withNames: boolean },
  ): Promise<Queue> {
    const present = await this.presents.of(eventId);
    const { manager } = this.dataSource;
    const name = nameOf(params);
    const row = (await this.pools(manager, eventId, name))[0] ?? publishedPool(present.programme, name);
    if (row === null) throw unknownPool();
    // Who is offered a place comes first, then who could take one, then who waits for their day.
    const [rank = 0, number = 0] = (after ?? '').split('.').map(Number);
    const items: (Omit<Queued, 'since' | 'offeredUntil'> & {
      since: Date;
      offeredUntil: Date | null;
      cursor: string;
    })[] = await manager.query(
      `SELECT * FROM (
         SELECT l.id AS place, r.code, r.name, l.status, l.created_at AS since, l.offered_until AS "offeredUntil",
                NOT l.is_eligible AS "waitsForDay", r.short_notice AS "atShortNotice", l.number,
                CASE WHEN l.status = 'offered' THEN 1 WHEN l.is_eligible THEN 2 ELSE 3 END AS rank,
                CASE WHEN l.status = 'waitlisted' AND l.is_eligible THEN (row_number() OVER (
                  PARTITION BY l.status, l.is_eligible ORDER BY l.number))::int END AS position
           FROM places l JOIN place_pools p ON p.id = l.pool_id JOIN registrations r ON r.id = l.registration_id
          WHERE p.event_id = $1 AND p.scope = $2 AND p.key = $3 AND p.mode = $4 AND l.status IN ('offered', 'waitlisted')
       ) AS q CROSS JOIN LATERAL (SELECT concat(rank, '.', number) AS cursor) c
        WHERE (rank, number) > ($5::int, $6::bigint) ORDER BY rank, number LIMIT $7`,
      [eventId, name.scope, name.key, name.mode, rank || 0, number || 0, limit + 1],
    );
    const page = items.slice(0, limit);
    return {
      waitlist: waitlistOf(row, present),
      items: page.map(({ place, code, name: who, status, position, since, offeredUntil, ...more }) => ({
        place,
        code: withNames ? code : null,
        name: withNames ? who : null,
        status,
        position,
        since: since.toISOString(),
        offeredUntil: offeredUntil?.toISOString() ?? null,
        waitsForDay: more.waitsForDay,
        atShortNotice: more.atShortNotice,
      })),
      next: items.length > limit ? (page.at(-1)?.cursor ?? null) : null,
    };
  }

  /**
   * Sets how many places there are, and serves who waits in the same transaction; how they are served stays. Problems:
   * 404 `pool.unknown`, 412 `version.late` with the pool as it is.
   */
  async resize(
    eventId: string,
    params: PoolParams,
    capacity: number | null,
    version: number,
    who: string,
  ): Promise<CapacityAnswer> {
    const present = await this.presents.of(eventId);
    const name = nameOf(params);
    const answer = await transaction(this.dataSource, async (manager) => {
      const [known] = await this.pools(manager, eventId, name);
      const published = publishedPool(present.programme, name);
      if (known === undefined && published === null) throw unknownPool();
      const found = await findPools(manager, eventId, [
        { ...name, capacity: publishedCapacity(present.programme, name) },
      ]);
      const [pool] = await lockPools(manager, [found.get(poolNameText(name))?.id ?? '']);
      const [seen] = await this.pools(manager, eventId, name);
      if (pool === undefined || seen === undefined) throw new Error(`the pool ${poolNameText(name)} is gone`);
      if (seen.version !== version)
        throw new Problem(412, 'version.late', 'Somebody set the places meanwhile.', {
          current: waitlistOf(seen, present),
        });
      await manager.query('UPDATE place_pools SET is_set = true WHERE id = $1', [pool.id]);
      const promoted = await settle(manager, { ...pool, capacity }, present);
      await audit(manager, {
        eventId,
        at: present.at,
        who,
        action: 'places.set',
        subject: poolNameText(name),
        before: { capacity: pool.capacity },
        after: { capacity },
      });
      const [now] = await this.pools(manager, eventId, name);
      return { waitlist: waitlistOf(now ?? seen, present), promoted };
    });
    if (name.scope === 'seat') this.presents.forget();
    this.settling.wake();
    return answer;
  }

  /** Pools as they are; of one name where it is given. */
  private pools(manager: EntityManager, eventId: string, name?: PoolName): Promise<PoolRow[]> {
    return manager.query(
      `SELECT p.scope, p.key, p.mode, p.version, p.capacity, p.taken, p.waiting, p.promotion, p.offer_minutes AS "offerMinutes",
              p.is_aside AS "isAside", p.given_over AS "givenOver",
              count(l.id) FILTER (WHERE l.status = 'offered')::int AS offered, min(l.offered_until) AS "offeredUntil",
              count(l.id) FILTER (WHERE l.status = 'waitlisted' AND NOT l.is_eligible)::int AS "waitingForDay",
              count(l.id) FILTER (WHERE l.status = 'waitlisted' AND l.is_eligible AND r.short_notice)::int AS "waitingAtShortNotice"
         FROM place_pools p LEFT JOIN places l ON l.pool_id = p.id AND l.status IN ('offered', 'waitlisted')
         LEFT JOIN registrations r ON r.id = l.registration_id
        WHERE p.event_id = $1 AND ($2::text IS NULL OR (p.scope = $2 AND p.key = $3 AND p.mode = $4)) GROUP BY p.id`,
      [eventId, name?.scope ?? null, name?.key ?? null, name?.mode ?? null],
    );
  }
}

const nameOf = ({ scope, key, mode }: PoolParams): PoolName => ({ scope, key: scope === 'event' ? '' : key, mode });

const unknownPool = (): Problem => new Problem(404, 'pool.unknown', 'There are no such places.');

const isShown = ({ capacity, offered, waiting, waitingForDay }: PoolRow, show: WaitlistsQuery['show']): boolean =>
  show === 'all' ? capacity !== null || waiting > 0 : offered + waiting + waitingForDay > 0;

/** A pool that nobody has claimed of yet is not there: it has what is published. */
function publishedPool(programme: Programme, { scope, key, mode }: PoolName): PoolRow | null {
  const isThere =
    scope === 'session' &&
    programme.sessions.some((session) => session.code === key && bookableModes(session.mode).includes(mode));
  if (!isThere && !(scope === 'day' && programme.days.some(({ date }) => date === key)) && scope !== 'event')
    return null;
  return {
    scope,
    key,
    mode,
    version: 1,
    capacity: publishedCapacity(programme, { scope, key, mode }),
    taken: 0,
    waiting: 0,
    promotion: 'automatic',
    offerMinutes: 1440,
    isAside: false,
    givenOver: 0,
    offered: 0,
    offeredUntil: null,
    waitingForDay: 0,
    waitingAtShortNotice: 0,
  };
}

function publishedPools(programme: Programme): PoolRow[] {
  return programme.sessions.flatMap(({ code, mode }) =>
    bookableModes(mode).flatMap(
      (of: PlaceMode) => publishedPool(programme, { scope: 'session', key: code, mode: of }) ?? [],
    ),
  );
}

function waitlistOf(row: PoolRow, present: Present): Waitlist {
  const { scope, key, mode } = row;
  const startsAt = startOf(present.programme, { scope, key, mode });
  const session = present.programme.sessions.find(({ code }) => code === key);
  return {
    scope,
    key: scope === 'event' ? 'all' : key,
    mode,
    title: (scope === 'session' || scope === 'seat' ? session?.title : undefined) ?? {},
    startsAt,
    version: row.version,
    capacity: row.capacity,
    taken: row.taken,
    offered: row.offered,
    offeredUntil: row.offeredUntil?.toISOString() ?? null,
    waiting: row.waiting,
    waitingForDay: row.waitingForDay,
    waitingAtShortNotice: row.waitingAtShortNotice,
    givenOver: row.givenOver,
    promotion: row.promotion,
    offerMinutes: row.offerMinutes,
    how: howToPromote(row, present, startsAt),
  };
}

function dayOfPool(programme: Programme, { scope, key }: Pick<Waitlist, 'scope' | 'key'>): string | null {
  if (scope === 'day') return key;
  const session = programme.sessions.find(({ code }) => code === key);
  return session === undefined ? null : sessionDate(programme, session);
}

const ranks = ['event', 'day', 'session', 'seat'];
const orderOf = ({ startsAt, scope, key, mode }: Waitlist): string =>
  [startsAt ?? '9', ranks.indexOf(scope), key, mode].join(' ');
