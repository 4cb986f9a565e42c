import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Attention, Overview } from '@kopa/contracts';
import {
  isAhead,
  placementRules,
  placeModes,
  whatNeedsAttention,
  type AttendanceMode,
  type AttentionFacts,
} from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { availabilityOf } from '../programme/availability.service.js';
import { compareDraft } from '../programme/release.js';
import { readBooked } from '../registration/draft-booked.js';
import { Presents, type Present } from '../registration/present.js';
import type { PlacePoolEntity } from '../registration/place.entity.js';

type Pool = Pick<PlacePoolEntity, 'scope' | 'key' | 'mode' | 'capacity' | 'taken' | 'waiting' | 'isAside'>;

/** Who comes to an event, and what needs its organisers: in as many statements for many people as for one. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What waits in the draft is left out unless `withDraft`. */
  async of(eventId: string, { withDraft }: { withDraft: boolean }): Promise<Overview> {
    const present = await this.presents.ifPublished(eventId);
    const draft = withDraft ? await this.draftFacts(eventId) : { issues: new Map<string, never>(), unreleased: 0 };
    const people = await this.people(eventId);
    const pools: Pool[] = await this.dataSource.query(
      `SELECT scope, key, mode, capacity, taken, waiting, is_aside AS "isAside" FROM place_pools
        WHERE event_id = $1 ORDER BY rank, key, mode`,
      [eventId],
    );
    const [mail = { refused: 0, 'given-up': 0 }]: AttentionFacts['mail'][] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE state = 'refused')::int AS refused,
              count(*) FILTER (WHERE state = 'given-up')::int AS "given-up" FROM outbox_mails WHERE event_id = $1`,
      [eventId],
    );
    const ofSessions = pools.filter(({ scope }) => scope === 'session');
    return {
      ...people,
      addOns: present === null ? [] : fillOf(present, ofSessions),
      attention: attentionOf(present, { at: this.clock.now(), pools, mail, ...draft }),
    };
  }

  /** How the draft stands, by the same rules by which the agenda's editor tells it. */
  private draftFacts(eventId: string): Promise<Pick<AttentionFacts, 'issues' | 'unreleased'>> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const { draft, diff, base } = await compareDraft(manager, eventId);
      const { added, removed, moved, changed, frame } = diff;
      const altered = new Set([...added, ...removed, ...moved, ...changed].map(({ session }) => session)).size;
      const { taken, together } = await readBooked(manager, eventId);
      const rules = placementRules({
        ...draft,
        booked: new Map(Object.entries(taken)),
        bookedTogether: together,
        availability: new Map(Object.entries(await availabilityOf(manager, eventId))),
      });
      return { issues: rules.all(), unreleased: base === null ? 0 : altered + frame.length };
    });
  }

  private async people(eventId: string): Promise<Pick<Overview, 'statuses' | 'registered' | 'days' | 'countries'>> {
    const rows: { kind: 'status' | 'date' | 'day' | 'country'; key: string | null; mode: string; count: number }[] =
      await this.dataSource.query(
        `WITH those AS (SELECT * FROM registrations WHERE event_id = $1),
              here AS (SELECT * FROM those WHERE status <> 'cancelled')
         SELECT 'status' AS kind, status AS key, '' AS mode, count(*)::int AS count FROM those GROUP BY status
         UNION ALL SELECT 'date', to_char(h.created_at AT TIME ZONE e.zone, 'YYYY-MM-DD'), '', count(*)::int
           FROM here h JOIN events e ON e.id = h.event_id GROUP BY 2
         UNION ALL SELECT 'day', d.key, d.value, count(*)::int FROM here h, jsonb_each_text(h.attendance) d GROUP BY 2, 3
         UNION ALL SELECT 'country', country, '', count(*)::int FROM here GROUP BY country
         ORDER BY 1, 2, 3`,
        [eventId],
      );
    const statuses = { unconfirmed: 0, confirmed: 0, cancelled: 0 };
    const days = new Map<string, Partial<Record<AttendanceMode, number>>>();
    for (const { kind, key, mode, count } of rows) {
      if (kind === 'status') statuses[key as keyof typeof statuses] = count;
      if (kind === 'day') days.set(key ?? '', { ...days.get(key ?? ''), [mode]: count });
    }
    return {
      statuses,
      registered: rows.flatMap(({ kind, key, count }) =>
        kind === 'date' && key !== null ? [{ date: key, count }] : [],
      ),
      days: [...days].map(([date, modes]) => ({ date, modes })),
      countries: rows
        .flatMap(({ kind, key, count }) => (kind === 'country' ? [{ country: key, count }] : []))
        .sort((a, b) => b.count - a.count),
    };
  }
}

interface Standing extends Pick<AttentionFacts, 'issues' | 'unreleased' | 'mail'> {
  at: Date;
  pools: readonly Pool[];
}

const always = { opensAt: null, closesAt: null };

/** What needs organisers, with the titles of what it is about; before the first release nobody registers. */
function attentionOf(present: Present | null, { at, pools, ...standing }: Standing): Attention[] {
  const now = at.toISOString();
  const sessions = present?.programme.sessions.filter((session) => isAhead(session, now)) ?? [];
  const ahead = new Map(sessions.map((session) => [session.code, session]));
  const days = present?.programme.days ?? [];
  const isStill = ({ scope, key, isAside }: Pool): boolean =>
    !isAside && (scope === 'event' || ahead.has(key) || days.some(({ date, endsAt }) => date === key && endsAt > now));
  const needs = whatNeedsAttention({
    ...standing,
    now,
    eventEndsAt:
      days
        .map(({ endsAt }) => endsAt)
        .sort()
        .at(-1) ?? null,
    windows: present?.rules ?? { 'in-person': always, online: always },
    undecided: sessions.flatMap(({ code, addOn }) => {
      const { minimumNumber = null, goNoGoAt = null } = addOn ?? {};
      const isOpen = minimumNumber !== null && present?.decided.has(code) !== true;
      return isOpen && goNoGoAt !== null ? [{ session: code, decideBy: goNoGoAt }] : [];
    }),
    pools: present === null ? [] : pools.filter(isStill),
  });
  return needs.map((need): Attention => {
    if (need.kind === 'decision') return { ...need, title: ahead.get(need.session)?.title ?? {} };
    if (need.kind === 'free') return { ...need, title: ahead.get(need.key)?.title ?? {} };
    return need;
  });
}

/** Every add-on in the modes that it has places in; a pool is there only once somebody claimed a place or set it. */
function fillOf({ programme }: Present, pools: readonly Pool[]): Overview['addOns'] {
  return programme.sessions
    .filter(({ addOn }) => addOn !== null)
    .flatMap(({ code, title, capacity }) =>
      placeModes.flatMap((mode) => {
        const pool = pools.find((one) => one.key === code && one.mode === mode);
        if (pool === undefined && capacity[mode] === null) return [];
        const { taken, waiting } = pool ?? { taken: 0, waiting: 0 };
        const limit = pool === undefined ? capacity[mode] : pool.capacity;
        return [{ session: code, title, mode, taken, waiting, capacity: limit }];
      }),
    );
}
