import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Counts, PlacesAnswer, PlacesOrder, PoolStanding } from '@kopa/contracts';
import { bookableModes, placeModes, placesLeft, type PlaceMode, type Programme } from '@kopa/domain';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { Presents } from './present.js';
import type { PlaceScope } from './place.entity.js';
import { sessionIn } from './registration-input.js';
import { findPools, lockPools, poolNameText } from './pools.js';
import { settle } from './promotion.js';
import { Settling } from './settling.js';

/** A `PoolStanding`. */
const standing = `scope, key, mode, version, capacity, promotion, offer_minutes AS "offerMinutes", taken, waiting,
  is_set AS "isSet"`;

/** How many places there are, and how many are left. */
@Injectable()
export class PlacesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /**
   * Sets a pool, raised or lowered. Lowering below what is taken keeps the taken and admits none; raising promotes those
   * who wait in the same transaction. A coach exists from the first time on that its seats are set. Problems: 404 `session.unknown`, `day.unknown`; 409 `event.unpublished`; 422
   * `mode.unknown`; 412 `version.late` with the pool as it is where `seen` is not its version, and 0 not that of a new one.
   * @param seen null sets them whatever they are
   */
  async set(
    eventId: string,
    { scope, key }: { scope: PlaceScope; key: string },
    order: PlacesOrder,
    who: string,
    seen: number | null = null,
  ): Promise<PlacesAnswer> {
    const present = await this.presents.of(eventId);
    const { programme, at } = present;
    const { mode, capacity, promotion, offerMinutes } = order;
    if (scope === 'event' && promotion === 'offer')
      throw invalidInput([
        {
          path: 'promotion',
          message: 'must be "automatic": places of the event are not offered',
          code: 'field.choice',
        },
      ]);
    demandKnown(programme, scope, key, mode);
    const name = { scope, key, mode };
    const answer = await transaction(this.dataSource, async (manager) => {
      const found = (await findPools(manager, eventId, [{ ...name, capacity }])).get(poolNameText(name));
      const [pool] = await lockPools(manager, [found?.id ?? '']);
      if (found === undefined || pool === undefined) throw new Error(`the pool ${poolNameText(name)} is gone`);
      if (seen !== null) await refuseLate(manager, found, seen);
      await manager.query(
        `UPDATE place_pools SET promotion = $2, offer_minutes = $3, is_set = true,
                version = version + ((promotion, offer_minutes) IS DISTINCT FROM ($2, $3::int))::int WHERE id = $1`,
        [pool.id, promotion, offerMinutes],
      );
      const promoted = await settle(manager, { ...pool, capacity, promotion, offerMinutes }, present);
      await audit(manager, {
        eventId,
        at,
        who,
        action: 'places.set',
        subject: poolNameText(name),
        before: { capacity: pool.capacity, promotion: pool.promotion, offerMinutes: pool.offerMinutes },
        after: { capacity, promotion, offerMinutes },
      });
      const [{ version }] = await manager.query<[{ version: number }]>(
        'SELECT version FROM place_pools WHERE id = $1',
        [pool.id],
      );
      const taken = pool.taken + promoted;
      return { mode, version, capacity, taken, waiting: pool.waiting - promoted, promoted };
    });
    if (scope === 'seat') this.presents.forget();
    this.settling.wake();
    return answer;
  }

  pools(eventId: string): Promise<PoolStanding[]> {
    return this.dataSource.query(`SELECT ${standing} FROM place_pools WHERE event_id = $1 ORDER BY rank, key, mode`, [
      eventId,
    ]);
  }

  /** Places left now: by session, by day and for the event. */
  async counts(programme: Programme): Promise<Counts> {
    const pools: {
      scope: PlaceScope;
      key: string;
      mode: PlaceMode;
      capacity: number | null;
      taken: number;
      waiting: number;
    }[] = await this.dataSource.query(
      'SELECT scope, key, mode, capacity, taken, waiting FROM place_pools WHERE event_id = $1',
      [programme.event.id],
    );
    const byName = new Map(pools.map((pool) => [poolNameText(pool), placesLeft(pool)]));
    const left = (
      scope: PlaceScope,
      key: string,
      modes: readonly PlaceMode[],
      published?: (mode: PlaceMode) => number | null,
    ): Partial<Record<PlaceMode, number>> =>
      Object.fromEntries(
        modes.flatMap((mode) => {
          const known = byName.get(poolNameText({ scope, key, mode }));
          const places = known === undefined ? (published?.(mode) ?? null) : known;
          return places === null ? [] : [[mode, places]];
        }),
      );
    // Thousands of followers get this at once: of a big programme most sessions are not limited.
    const limited = <T extends object>(entries: [string, T][]): Record<string, T> =>
      Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));
    return {
      at: this.clock.now().toISOString(),
      event: left('event', '', placeModes),
      days: limited(programme.days.map(({ date }) => [date, left('day', date, placeModes)])),
      sessions: limited(
        programme.sessions.map(({ code, mode, capacity }) => [
          code,
          left('session', code, bookableModes(mode), (of) => capacity[of]),
        ]),
      ),
      seats: Object.fromEntries(
        pools.flatMap(({ scope, key, capacity, taken, waiting }) =>
          scope === 'seat' ? [[key, placesLeft({ capacity, taken, waiting }) ?? 0]] : [],
        ),
      ),
    };
  }
}

/** Problem 412 `version.late` with the pool as it is; one that was made just now had been seen as version 0. */
async function refuseLate(manager: EntityManager, pool: { id: string; isNew: boolean }, seen: number): Promise<void> {
  const [current] = await manager.query<PoolStanding[]>(`SELECT ${standing} FROM place_pools WHERE id = $1`, [pool.id]);
  const version = pool.isNew ? 0 : current?.version;
  if (version === seen) return;
  throw new Problem(412, 'version.late', 'Somebody set the places meanwhile.', { current: { ...current, version } });
}

function demandKnown(programme: Programme, scope: PlaceScope, key: string, mode: PlaceMode): void {
  if (scope === 'day' && !programme.days.some(({ date }) => date === key))
    throw new Problem(404, 'day.unknown', `The event has no day ${key}.`);
  if (scope === 'session' || scope === 'seat') sessionIn(programme, key, mode);
}
