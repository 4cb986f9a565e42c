import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { HeldBooking } from '@kopa/domain';
import { offeredLanguage, withEtag } from '../../calendar/calendar.controller.js';
import { answeredLog } from '../../platform/answered.js';
import { Clock } from '../../platform/clock.js';
import { addFastLane, makeReady, type Ready } from '../../platform/fast-lane.js';
import { InFlight } from '../../live/in-flight.js';
import { DeletedEvents, eventDeleted } from '../../events/deleted-events.js';
import { Problem } from '../../platform/problem.js';
import { LinkTokens } from '../../registration/link-tokens.js';
import { Presents, type Present } from '../../registration/present.js';
import { AgendasService } from '../agendas.service.js';
import { LinksOf } from '../letters/links.js';
import { loadOwners } from '../owners.js';
import { ownCalendar, type OwnCalendar } from './own-calendar.js';

/** How long a feed is believed: what was booked or revoked meanwhile shows after this time. */
const believedMilliseconds = 1_000;
const mostKept = 20_000;

const feedHeaders = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' };
const plainAddress = /^\/calendar\/me\/(kf_[A-Za-z0-9_.-]+)\.ics$/;

/** Under which a calendar is kept. */
const keyOf = (token: string, lang = ''): string => `${token} ${lang}`;

interface Kept {
  until: number;
  /** Of everything that the bytes are made of. */
  state: string;
  ready: Ready;
}

interface FeedState {
  eventId: string;
  locale: string;
  /** Of the person: what they booked and starred, and how they take part in days. */
  state: string;
}

/** What became of somebody's bookings. */
interface Past {
  /** How often the place in each session changed, and when last. */
  changes: { session: string; count: number; at: string }[];
  /** Bookings that were given back or taken away. */
  given: { session: string; mode: HeldBooking['mode']; id: string }[];
}

/** Own calendars as bytes, kept while what they are made of stays the same. */
@Injectable()
export class OwnFeeds implements OnModuleInit {
  private readonly kept = new Map<string, Kept>();
  private readonly making = new InFlight<Ready>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(DeletedEvents) private readonly deleted: DeletedEvents,
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(LinksOf) private readonly links: LinksOf,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    // Whose they are is not known of what is kept: all are made anew.
    this.deleted.onDeleted(() => this.kept.clear());
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Its token is the guard: what is kept under one has been through it.
    const ready = ({ url }: IncomingMessage): Ready | undefined => {
      const token = plainAddress.exec(url ?? '')?.[1];
      if (token === undefined) return undefined;
      const kept = this.kept.get(keyOf(token));
      const left = kept === undefined ? 0 : kept.until - performance.now();
      if (left <= 0) return undefined;
      // Looked at anew before it ends: those who come when it has would all wait for that. What fails fails for them too,
      // and tells them.
      if (left < believedMilliseconds / 4)
        this.read(token, undefined, { isSubscriber: true, anew: true }).catch(() => undefined);
      return kept?.ready;
    };
    addFastLane(fastify.server, { route: '/calendar/me/:token.ics', ready }, answeredLog(fastify.log as Logger));
  }

  /**
   * The calendar that a token opens. Problem 404 `calendar.unknown` when it opens none (any more).
   * @param options.isSubscriber whether a calendar asks, rather than somebody who downloads it once
   * @param options.anew whether what is kept is looked at though it is still believed
   */
  async read(
    token: string,
    lang: string | undefined,
    { isSubscriber, anew = false }: { isSubscriber: boolean; anew?: boolean },
  ): Promise<Ready> {
    const key = keyOf(token, lang);
    const kept = this.kept.get(key);
    if (!anew && kept !== undefined && kept.until > performance.now()) return kept.ready;
    return this.making.run(key, () => this.make(key, token, lang, isSubscriber));
  }

  private async make(key: string, token: string, lang: string | undefined, isSubscriber: boolean): Promise<Ready> {
    const proved = await this.tokens.read('feed', token);
    const found = proved === null ? null : await this.stateOf(proved, isSubscriber);
    if (proved === null || found === null) {
      this.kept.delete(key);
      throw new Problem(404, 'calendar.unknown', 'This calendar address is not valid (any more).');
    }
    if (this.deleted.has(found.eventId)) throw eventDeleted('/calendar/');
    const present = await this.presents.of(found.eventId);
    const { programme, coaches } = present;
    const language = offeredLanguage(lang ?? found.locale, programme.event.languages);
    const state = [found.state, programme.epoch, programme.seq, language, [...coaches].sort().join()].join(' ');
    const kept = this.kept.get(key);
    const ready = kept?.state === state ? kept.ready : await this.compose(proved.id, present, language);
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, { until: performance.now() + believedMilliseconds, state, ready });
    return ready;
  }

  private async compose(registrationId: string, present: Present, language: string): Promise<Ready> {
    const calendar = await this.calendarOf(registrationId, present, language);
    const { bytes, etag } = withEtag(Buffer.from(ownCalendar(calendar)));
    return makeReady(bytes, etag, feedHeaders, { 'content-type': 'text/calendar; charset=utf-8' });
  }

  /** What somebody's calendar is made of. Two queries. */
  private async calendarOf(registrationId: string, present: Present, language: string): Promise<OwnCalendar> {
    const [owner] = await loadOwners(this.dataSource.manager, [registrationId], present.coaches);
    if (owner === undefined) throw new Error(`registration ${registrationId} is gone`);
    const [past]: [Past] = await this.dataSource.query(
      `SELECT (SELECT coalesce(json_agg(c), '[]') FROM (
                 SELECT r.body->'place'->>'session' AS session, count(*) AS count, max(r.at) AS at
                   FROM stream_heads h JOIN stream_rows r ON r.stream_id = h.id
                  WHERE h.event_id = $1 AND h.name = $2 AND r.type LIKE 'booking.%' GROUP BY 1) AS c) AS changes,
              (SELECT coalesce(json_agg(g ORDER BY g.session), '[]') FROM (
                 SELECT DISTINCT ON (p.key) p.key AS session, p.mode, l.id
                   FROM places l JOIN place_pools p ON p.id = l.pool_id
                  WHERE l.registration_id = $3 AND l.status = 'cancelled' AND p.scope = 'session'
                  ORDER BY p.key, l.changed_at DESC, l.id) AS g) AS given`,
      [owner.eventId, `me:${owner.code}`, registrationId],
    );
    const links = await this.links.of(owner, present.programme.event.slug);
    const { choices } = owner;
    const held = new Set([...choices.bookings, ...choices.stars].map(({ session }) => session));
    const gone = past.given.filter(({ session }) => !held.has(session));
    const goneBookings = gone.map((one): HeldBooking => ({
      ...one,
      status: 'confirmed',
      insteadOf: null,
      isOwnWay: false,
    }));
    const items = this.agendas
      .rulesOf(present.programme)
      .itemsOf({ ...choices, bookings: [...choices.bookings, ...goneBookings] });
    return {
      programme: present.programme,
      language,
      items: items.filter(({ because }) => because !== 'everyone'),
      givenBack: new Set(gone.map(({ session }) => session)),
      changes: new Map(
        past.changes.map(({ session, count, at }) => [session, { count, at: new Date(at).toISOString() }]),
      ),
      links,
    };
  }

  /** Null when the token was revoked. Who subscribes gets no invitations by mail: noted once an hour at most. */
  private async stateOf(
    { id, version }: { id: string; version: number },
    isSubscriber: boolean,
  ): Promise<FeedState | null> {
    const [row]: FeedState[] = await this.dataSource.query(
      `WITH noted AS (
         UPDATE registrations SET feed_read_at = $4
          WHERE $3 AND id = $1 AND feed_version = $2 AND erased_at IS NULL
            AND (feed_read_at IS NULL OR feed_read_at < $4::timestamptz - interval '1 hour')
       )
       SELECT r.event_id AS "eventId", r.locale,
              concat_ws(' ', r.version, h.seq, (SELECT string_agg(s.session || ':' || coalesce(s.mode, ''), ',' ORDER BY s.session)
                FROM stars s WHERE s.registration_id = r.id)) AS state
         FROM registrations r JOIN stream_heads h ON h.event_id = r.event_id AND h.name = 'me:' || r.code
        WHERE r.id = $1 AND r.feed_version = $2 AND r.erased_at IS NULL`,
      [id, version, isSubscriber, this.clock.now()],
    );
    return row ?? null;
  }
}
