import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access } from '../accounts/access.js';
import { CONFIG, type Config } from '../platform/config.js';
import { isNotModified } from '../platform/not-modified.js';
import { Problem } from '../platform/problem.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { calendarFeed, type FeedPart, type FeedSource } from './calendar-feed.js';

export const feedQuery = z.object({
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"')
    .optional(),
  download: z.enum(['0', '1']).optional(),
});
export type FeedQuery = z.infer<typeof feedQuery>;

export interface Feed {
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
  private readonly feeds = new WeakMap<FeedSource, Map<string, Feed>>();

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
    const feed = this.feed(source, part, offeredLanguage(query.lang, languages));
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
    if (feeds === undefined) this.feeds.set(source, (feeds = new Map<string, Feed>()));
    const key = JSON.stringify([part, language]);
    const known = feeds.get(key);
    if (known !== undefined) return known;
    const text = calendarFeed(source, part, language, this.config.publicUrl);
    // Only parts that exist are kept: asked for at random, codes must not fill the memory.
    if (text === null) return null;
    const feed = withEtag(Buffer.from(text));
    feeds.set(key, feed);
    return feed;
  }
}

/** The offered language that was asked for, or its base; else the event's first. A feed is kept for each, and no more. */
export function offeredLanguage(asked: string | undefined, offered: readonly string[]): string {
  const base = asked?.split('-')[0];
  return (
    offered.find((language) => language === asked) ??
    offered.find((language) => language === base) ??
    offered[0] ??
    'en'
  );
}

export function withEtag(bytes: Buffer): Feed {
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}
