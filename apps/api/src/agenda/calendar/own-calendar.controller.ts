import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.js';
import { feedQuery, type FeedQuery } from '../../calendar/calendar.controller.js';
import { isNotModified } from '../../platform/not-modified.js';
import { OwnFeeds } from './own-feeds.js';

/** One person's agenda to subscribe to or download: its address is the secret. Never compressed, as all calendars. */
@ApiTags('calendars')
@Access('public')
@Controller('calendar/me')
export class OwnCalendarController {
  constructor(@Inject(OwnFeeds) private readonly feeds: OwnFeeds) {}

  @Get(':token.ics')
  async feed(
    @Param('token') token: string,
    @Query({ schema: feedQuery }) { lang, download }: FeedQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const isDownload = download === '1';
    const { bytes, etag, whole, unchanged } = await this.feeds.read(token, lang, { isSubscriber: !isDownload });
    if (isNotModified(known, etag)) {
      void reply.code(304).headers(unchanged).send();
      return;
    }
    const disposition = isDownload ? 'attachment' : 'inline';
    void reply.headers(whole).header('content-disposition', `${disposition}; filename="agenda.ics"`).send(bytes);
  }
}
