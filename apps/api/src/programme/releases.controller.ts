import { Body, Controller, Get, Headers, Inject, Param, ParseIntPipe, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { pageQuery, releaseRequest, type PageQuery, type ReleaseRequest } from '@kopa/contracts';
import type { ReleaseDiff, ReleaseFacts } from '@kopa/domain';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import type { ReleaseOutcome } from './release.js';
import { ReleasesService } from './releases.service.js';

@ApiTags('releases')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class ReleasesController {
  constructor(@Inject(ReleasesService) private readonly releases: ReleasesService) {}

  @Get('draft/diff')
  @Access('draft.read')
  diff(@CurrentEvent() event: { id: string }): Promise<ReleaseDiff> {
    return this.releases.diff(event.id);
  }

  /** 201 when published, 200 when there was nothing to publish. */
  @Post('releases')
  @Access('release.publish')
  async publish(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: releaseRequest }) request: ReleaseRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReleaseOutcome> {
    const outcome = await this.releases.publish(event.id, request, idempotencyKey, callerOf(credential));
    if (outcome.published === null) void reply.code(200);
    return outcome;
  }

  @Get('releases')
  @Access('draft.read')
  list(
    @CurrentEvent() event: { id: string },
    @Query({ schema: pageQuery }) page: PageQuery,
  ): Promise<{ items: ReleaseFacts[]; next: string | null }> {
    return this.releases.list(event.id, page);
  }

  @Get('releases/:number')
  @Access('draft.read')
  read(@CurrentEvent() event: { id: string }, @Param('number', ParseIntPipe) number: number): Promise<object> {
    return this.releases.read(event.id, number);
  }
}
