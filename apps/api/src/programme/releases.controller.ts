import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  draftRestore,
  pageQuery,
  releaseDiffQuery,
  releaseRequest,
  type DraftDiff,
  type DraftRestore,
  type PageQuery,
  type ReleaseDiffQuery,
  type ReleaseRequest,
} from '@kopa/contracts';
import type { ReleaseDiff, ReleaseFacts } from '@kopa/domain';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { DraftRestoreService } from './draft-restore.service.js';
import type { ReleaseOutcome } from './release.js';
import { ReleasesService } from './releases.service.js';

@ApiTags('releases')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class ReleasesController {
  constructor(
    @Inject(ReleasesService) private readonly releases: ReleasesService,
    @Inject(DraftRestoreService) private readonly restores: DraftRestoreService,
  ) {}

  @Get('draft/diff')
  @Access('draft.read')
  diff(@CurrentEvent() event: { id: string }): Promise<DraftDiff> {
    return this.releases.diff(event.id);
  }

  @Post('draft/restore')
  @HttpCode(200)
  @Access('draft.write')
  restore(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: draftRestore }) request: DraftRestore,
  ): Promise<{ kept: string }> {
    return this.restores.restore(event.id, request, callerOf(credential));
  }

  @Get('releases/:number/diff')
  @Access('draft.read')
  compare(
    @CurrentEvent() event: { id: string },
    @Param('number', ParseIntPipe) number: number,
    @Query({ schema: releaseDiffQuery }) { since }: ReleaseDiffQuery,
  ): Promise<ReleaseDiff> {
    return this.releases.compare(event.id, number, since);
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
