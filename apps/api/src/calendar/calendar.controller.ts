import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../accounts/access.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { isNotModified } from '../programme/served-document.js';
import { calendarFeed, type FeedPart, type FeedSource } from './calendar-feed.js';

const feedQuery = z.object({
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"')
    .optional(),
  download: z.enum(['0', '1']).optional(),
});
type FeedQuery = z.infer<typeof feedQuery>;

interface Feed {
  bytes: Buffer;
  etag: string;
}

type RequestHeaders = Record<string, string | undefined>;

/** Calendars to subscribe to or download. Never compressed: Outlook.com refuses gzip-encoded feeds. */
@ApiTags('calendars')
@Access('public')
@Controller('calendar')
export class CalendarController {
  /** Feeds of what is published now; a new `seq` brings a new source and so a new map. */
  private readonly feeds = new WeakMap<FeedSource, Map<string, Feed | null>>();

  constructor(
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':slug.ics')
  event(
    @Param('slug') slug: string,
    @Query({ schema: feedQuery }) query: FeedQuery,
    @Headers() headers: RequestHeaders,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(slug, { of: 'event' }, query, headers, reply);
  }

  @Get(':slug/sessions/:code.ics')
  session(
    @Param() { slug, code }: { slug: string; code: string },
    @Query({ schema: feedQuery }) query: FeedQuery,
    @Headers() headers: RequestHeaders,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(slug, { of: 'session', code }, query, headers, reply);
  }

  @Get(':slug/days/:date.ics')
  day(
    @Param() { slug, date }: { slug: string; date: string },
    @Query({ schema: feedQuery }) query: FeedQuery,
    @Headers() headers: RequestHeaders,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(slug, { of: 'day', date }, query, headers, reply);
  }

  @Get(':slug/tracks/:id.ics')
  track(
    @Param() { slug, id }: { slug: string; id: string },
    @Query({ schema: feedQuery }) query: FeedQuery,
    @Headers() headers: RequestHeaders,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(slug, { of: 'track', id }, query, headers, reply);
  }

  @Get(':slug/rooms/:id.ics')
  room(
    @Param() { slug, id }: { slug: string; id: string },
    @Query({ schema: feedQuery }) query: FeedQuery,
    @Headers() headers: RequestHeaders,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(slug, { of: 'room', id }, query, headers, reply);
  }

  private async send(
    slug: string,
    part: FeedPart,
    query: FeedQuery,
    headers: RequestHeaders,
    reply: FastifyReply,
  ): Promise<void> {
    const source = await this.published.bySlug(slug);
    const { languages } = source.programme.event;
    const feed = this.feed(source, part, query.lang ?? languages[0] ?? 'en');
    if (feed === null) throw new Problem(404, 'calendar.unknown', 'There is no such part of the programme.');
    void reply.header('etag', feed.etag).header('cache-control', 'no-cache');
    if (isNotModified(headers['if-none-match'], feed.etag)) {
      void reply.code(304).send();
      return;
    }
    const name = [slug, ...Object.values(part).filter((value) => value !== 'event')].join('-');
    const disposition = query.download === '1' ? 'attachment' : 'inline';
    void reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', `${disposition}; filename="${name}.ics"`)
      .send(feed.bytes);
  }

  private feed(source: FeedSource, part: FeedPart, language: string): Feed | null {
    let feeds = this.feeds.get(source);
    if (feeds === undefined) this.feeds.set(source, (feeds = new Map<string, Feed | null>()));
    const key = JSON.stringify([part, language]);
    let feed = feeds.get(key);
    if (feed === undefined) {
      const text = calendarFeed(source, part, language, this.config.publicUrl);
      feed = text === null ? null : withEtag(Buffer.from(text));
      // Asked for at random, languages and codes must not fill the memory.
      if (feeds.size < 5_000) feeds.set(key, feed);
    }
    return feed;
  }
}

function withEtag(bytes: Buffer): Feed {
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}
