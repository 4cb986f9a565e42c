import { Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { joinState, speakerLink, type JoinState, type SpeakerLink } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, type EventOfRequest } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { idParam } from '../platform/id-param.js';
import { RateLimit } from '../platform/rate-limit.js';
import { JoinsService } from './joins.service.js';

const joinQuery = z.object({ token: z.string().max(200).optional() });
type JoinQuery = z.infer<typeof joinQuery>;

/** The one way to a join link: checks who asks, records the opening, redirects to the link as it is now. */
@ApiTags('join')
@Controller()
export class JoinsController {
  /** Each opening is a row: more than anybody opens, less than a loop. */
  private readonly byPerson = new RateLimit(60, 60);

  constructor(
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('join/:slot')
  @Access('public')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async join(
    @Param('slot', idParam) slot: string,
    @Query({ schema: joinQuery }) { token }: JoinQuery,
    @CurrentCredential() credential: Credential | null,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cookie, accept = '' } = request.headers;
    const joining = await this.joins.look(slot, { credential, cookie, token });
    if (joining.link === null) {
      // Somebody in a browser gets a page that says when and why, and tests their camera meanwhile.
      if (!accept.includes('text/html')) throw joining.problem ?? new Error('a slot is open and has no link');
      // By path alone: a hall may reach this server by another address than the public one.
      const page = `/e/${joining.slug}/join/${slot}`;
      void reply
        .code(302)
        .header('location', token === undefined ? page : `${page}#${encodeURIComponent(token)}`)
        .send();
      return;
    }
    // A look at the headers (HEAD) opens nothing.
    if (request.method === 'GET') {
      if (this.config.rateLimit === 'on')
        this.byPerson.count(joining.who === 'anybody' ? request.ip : joining.who, this.clock.now());
      await this.joins.record(joining, slot);
    }
    void reply.code(302).header('location', joining.link).send();
  }

  /** Whether who asks can join now, for the page that they wait on. */
  @Get('api/v1/events/:slug/join/:slot')
  @Access('public')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: joinState })
  async state(
    @Param('slot', idParam) slot: string,
    @Query({ schema: joinQuery }) { token }: JoinQuery,
    @CurrentCredential() credential: Credential | null,
    @Headers('cookie') cookie: string | undefined,
  ): Promise<JoinState> {
    return (await this.joins.look(slot, { credential, cookie, token })).state;
  }

  @Get('api/v1/events/:slug/speakers/:code/link')
  @Access('draft.write')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: speakerLink })
  speakerLink(@CurrentEvent() { id }: EventOfRequest, @Param('code') code: string): Promise<SpeakerLink> {
    return this.joins.speakerLink(id, code);
  }

  /** A new link for a speaker; the old one opens nothing any more. */
  @Post('api/v1/events/:slug/speakers/:code/link/reissue')
  @Access('draft.write')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: speakerLink })
  reissueSpeakerLink(
    @CurrentEvent() { id }: EventOfRequest,
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
  ): Promise<SpeakerLink> {
    return this.joins.reissueSpeakerLink(id, code, callerOf(credential));
  }
}
