import { Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { mail, mailContent, mailQuery, type Mail, type MailContent, type MailQuery } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { Outbox } from '../platform/mail/outbox.js';
import { Problem } from '../platform/problem.js';

/** Mail of an event as its organisers read it: written, sent, refused, given up. */
@ApiTags('mail')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/mails')
export class OutboxController {
  constructor(@Inject(Outbox) private readonly outbox: Outbox) {}

  @Get()
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  list(
    @CurrentEvent() event: { id: string },
    @Query({ schema: mailQuery }) query: MailQuery,
  ): Promise<{ items: Mail[]; next: string | null }> {
    return this.outbox.list(event.id, query);
  }

  /** The letter with the links in it: whoever reads it could act as its reader, as who may write registrations can. */
  @Get(':id/content')
  @Access('registrations.write')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: mailContent })
  content(@CurrentEvent() event: { id: string }, @Param('id') id: string): Promise<MailContent> {
    return this.outbox.content(event.id, idOf(id));
  }

  /** The letter alone, as a page in which nothing runs. */
  @Get(':id/letter')
  @Access('registrations.write')
  @Header('cache-control', 'no-store')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  )
  @Header('referrer-policy', 'no-referrer')
  async letter(@CurrentEvent() event: { id: string }, @Param('id') id: string): Promise<string> {
    const { html, dropped } = await this.outbox.content(event.id, idOf(id));
    if (dropped !== null) throw new Problem(409, 'mail.dropped', `It would not be sent now: ${dropped}.`);
    return html;
  }

  /** Sends again what was refused or given up. */
  @Post(':id/retry')
  @HttpCode(200)
  @Access('registrations.write')
  @ApiOkResponse({ standardSchema: mail })
  retry(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id') id: string,
  ): Promise<Mail> {
    return this.outbox.retry(event.id, idOf(id), callerOf(credential));
  }
}

function idOf(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new Problem(404, 'mail.unknown', `There is no mail ${id}.`);
  return id;
}
