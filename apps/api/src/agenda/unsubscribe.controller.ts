import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { mutedKinds, unsubscribed, unsubscribeOrder, type Unsubscribed, type UnsubscribeOrder } from '@kopa/contracts';
import { Access } from '../accounts/access.js';
import { OwnMailService } from './own-mail.service.js';

const kindQuery = z.object({ kind: z.enum(mutedKinds, `must be ${mutedKinds.join(' or ')}`) });
type KindQuery = z.infer<typeof kindQuery>;

/** The end of mail that is not essential, by the link in it. */
@ApiTags('mail')
@Access('public')
@Controller()
export class UnsubscribeController {
  constructor(@Inject(OwnMailService) private readonly ownMail: OwnMailService) {}

  /** By one click in a mail programme (RFC 8058): whatever the body says, the address says it all. */
  @Post('mail/unsubscribe/:token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async oneClick(@Param('token') token: string, @Query({ schema: kindQuery }) { kind }: KindQuery): Promise<string> {
    await this.ownMail.chooseByLink({ token, kind, wanted: false });
    return 'Unsubscribed.';
  }

  /** In a browser: a page on which one says so, as scanners open links too. */
  @Get('mail/unsubscribe/:token')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async page(
    @Param('token') token: string,
    @Query({ schema: kindQuery }) { kind }: KindQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const event = await this.ownMail.eventOfLink(token);
    void reply.code(302).header('location', `/e/${event}/unsubscribe?kind=${kind}#${token}`).send();
  }

  @Post('api/v1/mail/unsubscribe')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: unsubscribed })
  choose(@Body({ schema: unsubscribeOrder }) order: UnsubscribeOrder): Promise<Unsubscribed> {
    return this.ownMail.chooseByLink(order);
  }
}
