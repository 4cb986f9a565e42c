import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Attention, Overview } from '@kopa/contracts';
import { findConflicts, isAhead, placeModes, type AttendanceMode } from '@kopa/domain';
import { compareDraft } from '../programme/release.js';
import { Presents, type Present } from '../registration/present.js';
import type { PlacePoolEntity } from '../registration/place.entity.js';

/** How long before its time a decision is shown as due. */
const decisionSoonMilliseconds = 7 * 24 * 3_600_000;

/** Who comes to an event, and what needs its organisers: in as many statements for many people as for one. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
  ) {}

  /** What waits in the draft is left out unless `withDraft`. */
  async of(eventId: string, { withDraft }: { withDraft: boolean }): Promise<Overview> {
    const present = await this.presents.ifPublished(eventId);
    const draft = withDraft ? await this.draftNeeds(eventId) : [];
    const people = await this.people(eventId);
    const pools: Pick<PlacePoolEntity, 'key' | 'mode' | 'capacity' | 'taken' | 'waiting'>[] =
      await this.dataSource.query(
        `SELECT key, mode, capacity, taken, waiting FROM place_pools WHERE event_id = $1 AND scope = 'session'`,
        [eventId],
      );
    const [mail]: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM outbox_mails WHERE event_id = $1 AND state IN ('refused', 'given-up')`,
      [eventId],
    );
    return {
      ...people,
      addOns: present === null ? [] : fillOf(present, pools),
      attention: [...(present === null ? [] : decisionsDue(present)), ...draft, ...counted('mail', mail?.count ?? 0)],
    };
  }

  private async draftNeeds(eventId: string): Promise<Attention[]> {
    const { next, diff, base } = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      compareDraft(manager, eventId),
    );
    const { added, removed, moved, changed, frame } = diff;
    const altered = new Set([...added, ...removed, ...moved, ...changed].map(({ session }) => session)).size;
    return [
      ...counted('clashes', findConflicts(next.sessions).length),
      ...(base === null ? [] : counted('unreleased', altered + frame.length)),
    ];
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

function counted(kind: 'clashes' | 'unreleased' | 'mail', count: number): Attention[] {
  return count === 0 ? [] : [{ kind, count }];
}

function decisionsDue({ programme, decided, at }: Present): Attention[] {
  const soon = new Date(at.getTime() + decisionSoonMilliseconds).toISOString();
  return programme.sessions.flatMap((session): Attention[] => {
    const { minimumNumber = null, goNoGoAt: decideBy = null } = session.addOn ?? {};
    if (minimumNumber === null || decideBy === null || decideBy > soon) return [];
    if (decided.has(session.code) || !isAhead(session, at.toISOString())) return [];
    return [{ kind: 'decision', session: session.code, title: session.title, decideBy }];
  });
}

/** Every add-on in the modes that it has places in; a pool is there only once somebody claimed a place or set it. */
function fillOf(
  { programme }: Present,
  pools: readonly Pick<PlacePoolEntity, 'key' | 'mode' | 'capacity' | 'taken' | 'waiting'>[],
): Overview['addOns'] {
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
