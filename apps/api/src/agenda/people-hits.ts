import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DayPeople, PeopleHit, ReleaseHits } from '@kopa/contracts';
import {
  departuresAtRisk,
  hitOf,
  sessionsAfter,
  type HitOfOne,
  type LiveChangePlan,
  type Programme,
  type Session,
} from '@kopa/domain';
import { PeopleHitBy, type DayHit } from '../programme/people-hit-by.js';
import { Presents } from '../registration/present.js';
import { AgendasService } from './agendas.service.js';
import { loadOwners } from './owners.js';

/** People who are looked at before everything else has its turn. */
const atOnce = 100;

/** Tells, before a live change, what it would mean for people: by the rules of their agendas, as they would be told. */
@Injectable()
export class PeopleHits implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PeopleHitBy) private readonly by: PeopleHitBy,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AgendasService) private readonly agendas: AgendasService,
  ) {}

  onModuleInit(): void {
    this.by.toldBy(
      (...change) => this.hitBy(...change),
      (...change) => this.hitByRelease(...change),
      (...change) => this.hitByDay(...change),
    );
  }

  /** Two queries, however many people. */
  private async hitBy(eventId: string, programme: Programme, plan: LiveChangePlan): Promise<PeopleHit> {
    const changing = new Set(plan.slots.map(({ session }) => session));
    const after = new Map(
      sessionsAfter(programme.sessions, plan)
        .filter(({ code }) => changing.has(code))
        .map((session) => [session.code, session]),
    );
    const departures = departuresAtRisk(plan.missedDepartures).map((departure) => ({
      ...departure,
      booked: 0,
      missing: 0,
    }));
    const codes = [...changing, ...departures.map(({ session }) => session)];
    const people = { concerned: 0, clashing: 0, departures };
    await this.eachHit(eventId, programme, codes, after, departures, (hit) => {
      people.concerned += Number(hit.isConcerned);
      people.clashing += Number(hit.isClashing);
      for (const departure of departures) {
        departure.booked += Number(hit.booked.includes(departure));
        departure.missing += Number(hit.missed.includes(departure));
      }
    });
    return people;
  }

  /** One query, however many people. */
  private async hitByDay(eventId: string, { date, plan, day }: DayHit): Promise<DayPeople> {
    const codesOf = (which: (type: string) => boolean): string[] => [
      ...new Set(plan.slots.filter(({ type }) => which(type)).map(({ session }) => session)),
    ];
    const moved = codesOf((type) => type === 'slot.moved');
    const cancelled = codesOf((type) => type === 'slot.cancelled').filter((code) => !moved.includes(code));
    const staying = day.filter(({ to }) => to === 'stay').map(({ session }) => session);
    const [people]: DayPeople[] = await this.dataSource.query(
      `WITH own AS (SELECT l.registration_id, l.status, q.mode, q.key
                      FROM place_pools q JOIN places l ON l.pool_id = q.id
                     WHERE q.event_id = $1 AND q.scope = 'session' AND l.status <> 'cancelled'
                       AND q.key = ANY($3::text[] || $4::text[] || $5::text[])),
            there AS (SELECT id FROM registrations WHERE event_id = $1 AND status <> 'cancelled'
                       AND attendance->>$2 IN ('in-person', 'both'))
       SELECT (SELECT count(*)::int FROM there) AS "inPerson",
              (SELECT count(DISTINCT own.registration_id)::int FROM own JOIN there ON there.id = own.registration_id
                WHERE own.mode = 'in-person' AND own.key = ANY($3::text[] || $4::text[])) AS booked,
              count(*) FILTER (WHERE mode = 'in-person' AND key = ANY($3) AND status <> 'waitlisted')::int AS online,
              count(*) FILTER (WHERE mode = 'in-person' AND key = ANY($3) AND status = 'waitlisted')::int AS waiting,
              count(*) FILTER (WHERE key = ANY($4))::int AS cancelled,
              count(*) FILTER (WHERE mode = 'in-person' AND key = ANY($5))::int AS staying
         FROM own`,
      [eventId, date, moved, cancelled, staying],
    );
    if (people === undefined) throw new Error('a count has no row');
    return people;
  }

  /** Three queries, however many people. */
  private async hitByRelease(
    eventId: string,
    programme: Programme,
    after: ReadonlyMap<string, Session>,
  ): Promise<Omit<ReleaseHits, 'speakers'>> {
    const codes = [...after.keys()];
    const people = { concerned: 0, clashing: 0 };
    await this.eachHit(eventId, programme, codes, after, [], (hit) => {
      people.concerned += Number(hit.isConcerned);
      people.clashing += Number(hit.isClashing);
    });
    const rows: { key: string; taken: number; waiting: number; starred: number }[] = await this.dataSource.query(
      `SELECT wanted.code AS key,
              (SELECT coalesce(sum(taken), 0)::int FROM place_pools WHERE event_id = $1 AND scope = 'session' AND key = wanted.code) AS taken,
              (SELECT coalesce(sum(waiting), 0)::int FROM place_pools WHERE event_id = $1 AND scope = 'session' AND key = wanted.code) AS waiting,
              (SELECT count(*)::int FROM stars s JOIN registrations r ON r.id = s.registration_id
                WHERE r.event_id = $1 AND r.status <> 'cancelled' AND s.session = wanted.code) AS starred
         FROM unnest($2::text[]) AS wanted(code)`,
      [eventId, codes],
    );
    return {
      people,
      sessions: Object.fromEntries(rows.map(({ key, taken, waiting, starred }) => [key, { taken, waiting, starred }])),
    };
  }

  /** What changed sessions mean for each person who has to do with some of `codes`, one after another. */
  private async eachHit(
    eventId: string,
    programme: Programme,
    codes: readonly string[],
    after: ReadonlyMap<string, Session>,
    atRisk: Parameters<typeof hitOf>[3],
    take: (hit: HitOfOne) => void,
  ): Promise<void> {
    const ids = await this.holdersOf(eventId, codes);
    const { coaches } = await this.presents.of(eventId);
    const owners = await loadOwners(this.dataSource.manager, ids, coaches);
    const rules = this.agendas.rulesOf(programme);
    for (const [index, { choices }] of owners.entries()) {
      take(hitOf(rules, choices, after, atRisk));
      if (index % atOnce === atOnce - 1) await nextTurn();
    }
  }

  /** Registrations that have a place in one of these sessions or starred one. */
  private async holdersOf(eventId: string, sessions: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT r.id FROM registrations r WHERE r.event_id = $1 AND r.status <> 'cancelled' AND r.id IN (
         SELECT l.registration_id FROM place_pools p JOIN places l ON l.pool_id = p.id
          WHERE p.event_id = $1 AND p.scope = 'session' AND p.key = ANY($2) AND l.status <> 'cancelled'
         UNION ALL SELECT registration_id FROM stars WHERE session = ANY($2))`,
      [eventId, sessions],
    );
    return rows.map(({ id }) => id);
  }
}
