import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  factsTold,
  isAltered,
  isEqual,
  newsOf,
  type Difference,
  type Programme,
  type SessionFactsTold,
  type SessionNow,
} from '@kopa/domain';
import { StreamService, type RowOfStream } from '../live/stream.service.js';
import { StreamTail } from '../live/stream-tail.js';
import { Beat } from '../platform/beat.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { ReleasesService } from '../programme/releases.service.js';
import { loadPublished } from '../programme/published-rows.js';
import { OnlineDayEntity } from '../programme/online-day.entity.js';
import { Presents, type Present } from '../registration/present.js';
import { AgendasService } from './agendas.service.js';
import { dayBefore, dayNow, isDay, type FollowedDay } from './followed-days.js';
import { loadOwners, type Owner } from './owners.js';

const everyMilliseconds = 1_000;
const minute = 60_000;

/** At most one message to a person in this time. */
const quietMinutes = 2;
/** How long a session is missing before anybody is told: imports lose sessions and find them again. */
const missingMinutes = 30;
/** So many and more are told in parts, two at a time: while the database writes for one, another is worked out. */
const many = 1_000;
const partsOfMany = 4;

interface Behind {
  eventId: string;
  seq: string;
}

interface FollowedRow {
  session: string;
  facts: SessionFactsTold;
  goneSince: Date | null;
}

/**
 * Tells people what has changed of what they booked or starred. What was told stands in the database beside what is
 * published, so what is to be told is found in the state (docs/decisions/0009): once, whichever process looks, and also
 * when the one that published was killed. The publisher does nothing for it.
 */
@Injectable()
export class Notices implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Notices.name);
  private readonly beat = new Beat(
    () => this.look(),
    (error) => this.log.error(`people could not be told of changes: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(ReleasesService) private readonly releases: ReleasesService,
    @Inject(StreamTail) private readonly tail: StreamTail,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.releases.onQuiet((manager, eventId) => this.goBy(manager, eventId));
  }

  onApplicationBootstrap(): void {
    this.tail.onRows(({ stream }) => {
      if (stream === 'event') this.beat.wake();
    });
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  /** Tells all that is to be told now. */
  run(): Promise<void> {
    return this.beat.run();
  }

  private async look(): Promise<void> {
    const behind: Behind[] = await this.dataSource.query(
      `SELECT h.event_id AS "eventId", h.seq FROM stream_heads h LEFT JOIN followed_programmes f ON f.event_id = h.event_id
        WHERE h.name = 'event' AND h.seq > 0 AND (f.seq, f.epoch) IS DISTINCT FROM (h.seq, h.epoch)`,
    );
    for (const one of behind) await this.tried(one.eventId, () => this.follow(one));
    const differing: { eventId: string; count: string }[] = await this.dataSource.query(
      `SELECT event_id AS "eventId", count(*) AS count FROM session_differences WHERE NOT is_settled GROUP BY 1`,
    );
    for (const { eventId, count } of differing)
      await this.tried(eventId, () => this.tell(eventId, Number(count) < many ? 1 : partsOfMany));
  }

  /** An event that fails holds no other up. */
  private async tried(eventId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error(`people of event ${eventId} could not be told of changes: ${String(error)}`);
    }
  }

  /**
   * A release of which nobody is told: what differed before it is noted, as it is to be told; what it alters is known to
   * everybody from then on. In the release's transaction; the answer is called when it is published.
   */
  private async goBy(manager: EntityManager, eventId: string): Promise<() => Promise<void>> {
    const load = async () => loadPublished(manager, eventId);
    const before = await load();
    if (before === null) return () => Promise.resolve();
    await lockFollowed(manager, eventId, 'wait');
    const at = this.clock.now();
    const rows: FollowedRow[] = await manager.query(
      'SELECT session, facts, gone_since AS "goneSince" FROM followed_sessions WHERE event_id = $1',
      [eventId],
    );
    const days = await followedDays(manager, before.programme);
    await noteDifferences(manager, eventId, compare(before.programme, days, rows, at).altered);
    return async () => {
      const after = await load();
      if (after === null) return;
      const { sessions, rooms } = after.programme;
      const known = sessions.map((session) => ({ session: session.code, facts: factsTold(session, rooms) }));
      // One that was gone before is told of as ever.
      await manager.query(
        `DELETE FROM followed_sessions
          WHERE event_id = $1 AND gone_since IS NULL AND session <> ALL($2) AND NOT starts_with(session, 'day ')`,
        [eventId, known.map(({ session }) => session)],
      );
      await rewriteFollowed(manager, eventId, known);
    };
  }

  /** Notes for everyone concerned what differs from what they know. */
  private async follow({ eventId, seq }: Behind): Promise<void> {
    if (!(await this.published.awaitSeq(eventId, Number(seq)))) return;
    const programme = (await this.published.current(eventId))?.programme;
    if (programme === undefined) return;
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const followed = await lockFollowed(manager, eventId);
      if (followed === null || (followed.epoch === programme.epoch && Number(followed.seq) >= programme.seq)) return;
      const rows: FollowedRow[] = await manager.query(
        'SELECT session, facts, gone_since AS "goneSince" FROM followed_sessions WHERE event_id = $1',
        [eventId],
      );
      const days = await followedDays(manager, programme);
      const { altered, rewritten, gone } = compare(programme, days, rows, at);
      await rewriteFollowed(manager, eventId, rewritten);
      await manager.query(
        'UPDATE followed_sessions SET gone_since = $3 WHERE event_id = $1 AND session = ANY($2) AND gone_since IS NULL',
        [eventId, gone, at],
      );
      await noteDifferences(manager, eventId, altered);
      await manager.query('UPDATE followed_programmes SET epoch = $2, seq = $3 WHERE event_id = $1', [
        eventId,
        programme.epoch,
        programme.seq,
      ]);
    });
  }

  /**
   * Tells people of one event, in so many parts, each a transaction of its own. No other process tells or follows
   * meanwhile. Its queries do not grow with the people.
   */
  private async tell(eventId: string, parts: number): Promise<void> {
    const present = await this.presents.of(eventId);
    const { programme } = present;
    await transaction(this.dataSource, async (manager) => {
      const followed = await lockFollowed(manager, eventId);
      // What is newer is noted first: it would be told twice.
      if (followed === null || followed.epoch !== programme.epoch || Number(followed.seq) !== programme.seq) return;
      const days = await followedDays(manager, programme);
      const left = Array.from({ length: parts }, (_, part) => part).values();
      const tellParts = async (): Promise<void> => {
        for (const part of left) await this.tellPart(present, days, part, parts);
      };
      await Promise.all([tellParts(), tellParts()]);
    });
  }

  private async tellPart(present: Present, days: Days, part: number, parts: number): Promise<void> {
    const { at, programme } = present;
    await transaction(this.dataSource, async (manager) => {
      // In one pass: statistics know little of a table that is mostly empty.
      const rows: (Difference & { id: string })[] = await manager.query(
        `SELECT id, session, told, conflicts FROM (
           SELECT d.registration_id AS id, d.session, d.told, d.conflicts,
                  bool_or(NOT d.is_settled) OVER (PARTITION BY d.registration_id) AS is_due
             FROM session_differences d
             JOIN registrations r ON r.id = d.registration_id
             JOIN followed_sessions f ON f.event_id = d.event_id AND f.session = d.session
            WHERE d.event_id = $1 AND (r.noticed_at IS NULL OR r.noticed_at <= $2)
              AND (f.gone_since IS NULL OR f.gone_since <= $3)
              AND ($5 = 1 OR abs(hashtext(d.registration_id::text) % $5) = $4)) AS differing
          WHERE is_due`,
        [programme.event.id, before(at, quietMinutes), before(at, missingMinutes), part, parts],
      );
      if (rows.length === 0) return;
      const differences = Map.groupBy(rows, ({ id }) => id);
      const owners = await loadOwners(manager, [...differences.keys()], present.coaches);
      await this.write(manager, present, days, owners, (id) => differences.get(id) ?? []);
    });
  }

  private async write(
    manager: EntityManager,
    present: Present,
    days: Days,
    owners: readonly Owner[],
    differencesOf: (id: string) => readonly Difference[],
  ): Promise<void> {
    const { programme, at } = present;
    const now = at.toISOString();
    const rules = this.agendas.rulesOf(programme);
    const sessionNow = sessionsNow(programme, days);
    const told: RowOfStream[] = [];
    const mails: { registration: string; facts: string }[] = [];
    const settled: { id: string; session: string }[] = [];
    const kept: { id: string; session: string; conflicts: string[] }[] = [];
    const noticed: string[] = [];
    for (const owner of owners) {
      const news = newsOf(rules, owner.choices, differencesOf(owner.id), sessionNow, now);
      settled.push(...news.settled.map((session) => ({ id: owner.id, session })));
      kept.push(...news.kept.map((one) => ({ id: owner.id, ...one })));
      if (owner.status === 'cancelled' || (news.changes.length === 0 && news.conflicts.length === 0)) continue;
      noticed.push(owner.id);
      const stream = `me:${owner.code}`;
      told.push(...news.changes.map((body) => ({ stream, type: 'agenda.changed', body })));
      const conflicts = this.agendas.withAlternatives(news.items, news.conflicts, present);
      if (conflicts.length > 0) told.push({ stream, type: 'agenda.conflicted', body: { conflicts } });
      if (news.isMailed && owner.status === 'confirmed' && !owner.muted.includes('changes'))
        mails.push({ registration: owner.id, facts: JSON.stringify({ changes: news.changes, conflicts }) });
    }
    await settle(manager, settled, kept);
    await manager.query('UPDATE registrations SET noticed_at = $2 WHERE id = ANY($1)', [noticed, at]);
    // What many are told alike is sent to the database once.
    const facts = [...new Set(mails.map((mail) => mail.facts))];
    const indexOf = new Map(facts.map((text, index) => [text, index]));
    await manager.query(
      `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT r.event_id, r.id, $2, $2, r.email, r.locale, 'agenda.changed', $3::jsonb -> n.facts
         FROM unnest($1::uuid[], $4::int[]) AS n(registration, facts) JOIN registrations r ON r.id = n.registration`,
      [
        mails.map(({ registration }) => registration),
        at,
        `[${facts.join()}]`,
        mails.map((mail) => indexOf.get(mail.facts)),
      ],
    );
    await this.streams.appendToMany(manager, programme.event.id, told, at);
  }
}

const before = (at: Date, minutes: number): Date => new Date(at.getTime() - minutes * minute);

/** The one who holds it follows and tells; null when another process does. */
async function lockFollowed(
  manager: EntityManager,
  eventId: string,
  how: 'wait' | 'skip' = 'skip',
): Promise<{ epoch: string; seq: string } | null> {
  await manager.query(
    `INSERT INTO followed_programmes (event_id, epoch, seq)
     SELECT event_id, epoch, 0 FROM stream_heads WHERE event_id = $1 AND name = 'event' ON CONFLICT DO NOTHING`,
    [eventId],
  );
  const [row]: { epoch: string; seq: string }[] = await manager.query(
    `SELECT epoch, seq FROM followed_programmes WHERE event_id = $1 FOR UPDATE ${how === 'skip' ? 'SKIP LOCKED' : ''}`,
    [eventId],
  );
  return row ?? null;
}

async function rewriteFollowed(
  manager: EntityManager,
  eventId: string,
  rewritten: readonly { session: string; facts: SessionFactsTold }[],
): Promise<void> {
  await manager.query(
    `INSERT INTO followed_sessions (event_id, session, facts)
     SELECT $1, session, facts FROM jsonb_to_recordset($2::jsonb) AS n(session text, facts jsonb)
     ON CONFLICT (event_id, session) DO UPDATE SET facts = excluded.facts, gone_since = NULL`,
    [eventId, JSON.stringify(rewritten)],
  );
}

interface Altered {
  session: string;
  told: SessionFactsTold;
  /** When it changed: whoever booked it later knows. */
  at: string;
}

/** What of a programme is not as it was when its people were last brought to it. */
function compare(
  { sessions, rooms }: Programme,
  days: Days,
  followed: readonly FollowedRow[],
  at: Date,
): { altered: Altered[]; rewritten: { session: string; facts: SessionFactsTold }[]; gone: string[] } {
  const known = new Map(followed.map((row) => [row.session, row]));
  const altered: Altered[] = [];
  const rewritten: { session: string; facts: SessionFactsTold }[] = [];
  for (const session of sessions) {
    const facts = factsTold(session, rooms);
    const row = known.get(session.code);
    known.delete(session.code);
    if (row !== undefined && isEqual(row.facts, facts) && row.goneSince === null) continue;
    rewritten.push({ session: session.code, facts });
    if (row === undefined || (row.goneSince === null && !isAltered(row.facts, facts))) continue;
    const changedAt =
      session.slots
        .map((slot) => slot.changedAt)
        .sort()
        .at(-1) ?? at.toISOString();
    altered.push({ session: session.code, told: row.facts, at: changedAt });
  }
  for (const [name, { facts, at: switchedAt }] of days) {
    const row = known.get(name);
    if (row !== undefined && isEqual(row.facts, facts)) continue;
    rewritten.push({ session: name, facts });
    const told = row?.facts ?? dayBefore(facts);
    if (isAltered(told, facts)) altered.push({ session: name, told, at: switchedAt });
  }
  const gone = [...known.values()].filter(({ goneSince, session }) => goneSince === null && !isDay(session));
  altered.push(...gone.map(({ session, facts }) => ({ session, told: facts, at: at.toISOString() })));
  return { altered, rewritten, gone: gone.map(({ session }) => session) };
}

async function noteDifferences(manager: EntityManager, eventId: string, altered: readonly Altered[]): Promise<void> {
  if (altered.length === 0) return;
  await manager.query(
    `INSERT INTO session_differences (registration_id, session, event_id, told)
     SELECT DISTINCT ON (r.id, c.session) r.id, c.session, $1::uuid, c.told
       FROM jsonb_to_recordset($2::jsonb) AS c(session text, told jsonb, at timestamptz)
       JOIN (SELECT p.key AS session, l.registration_id, l.created_at
               FROM place_pools p JOIN places l ON l.pool_id = p.id
              WHERE p.event_id = $1 AND p.scope = 'session' AND l.status <> 'cancelled'
             UNION ALL
             SELECT session, registration_id, created_at FROM stars
             UNION ALL
             SELECT d.session, r.id, r.created_at
               FROM jsonb_to_recordset($2::jsonb) AS d(session text)
               JOIN registrations r ON starts_with(d.session, 'day ') AND r.event_id = $1
                AND r.attendance->>substr(d.session, 5) IN ('in-person', 'both')) AS own
         ON own.session = c.session AND own.created_at <= c.at
       JOIN registrations r ON r.id = own.registration_id AND r.event_id = $1 AND r.status <> 'cancelled'
     ON CONFLICT (registration_id, session) DO UPDATE SET is_settled = false`,
    [eventId, JSON.stringify(altered)],
  );
}

async function settle(
  manager: EntityManager,
  settled: readonly { id: string; session: string }[],
  kept: readonly { id: string; session: string; conflicts: string[] }[],
): Promise<void> {
  await manager.query(
    `DELETE FROM session_differences d USING unnest($1::uuid[], $2::text[]) AS n(id, session)
      WHERE d.registration_id = n.id AND d.session = n.session`,
    [settled.map(({ id }) => id), settled.map(({ session }) => session)],
  );
  await manager.query(
    `UPDATE session_differences d SET is_settled = true, conflicts = n.conflicts
       FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, session text, conflicts text[])
      WHERE d.registration_id = n.id AND d.session = n.session`,
    [JSON.stringify(kept)],
  );
}

type Days = ReadonlyMap<string, FollowedDay>;

/** Days that were switched to online, there or back: their people are told as those of a session are. */
async function followedDays(manager: EntityManager, programme: Programme): Promise<Days> {
  const days = await manager.findBy(OnlineDayEntity, { eventId: programme.event.id });
  return new Map(days.map((day) => dayNow(programme, day)));
}

/** Sessions as they stand, looked up once for all people. */
function sessionsNow({ sessions, rooms }: Programme, days: Days): (code: string) => SessionNow {
  const known = new Map<string, SessionNow>(days);
  return (code) => {
    let now = known.get(code);
    if (now === undefined) {
      const session = sessions.find((entry) => entry.code === code);
      now = session === undefined ? null : { session, facts: factsTold(session, rooms) };
      known.set(code, now);
    }
    return now;
  };
}
