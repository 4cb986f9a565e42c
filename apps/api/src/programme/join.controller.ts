import { Controller, Get, Header, Inject, Param, ParseUUIDPipe, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CurrentCredential } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { JoinService } from './join.service.js';

/** The one way to a join link: checks who asks, records the opening, redirects to the link as it is now. */
@ApiTags('join')
@Controller('join')
export class JoinController {
  constructor(@Inject(JoinService) private readonly joins: JoinService) {}

  @Get(':slot')
  @Access('public')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async join(
    @Param('slot', ParseUUIDPipe) slot: string,
    @CurrentCredential() credential: Credential | null,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const link = await this.joins.open(slot, credential, { record: request.method === 'GET' });
    void reply.code(302).header('location', link).send();
  }
}
