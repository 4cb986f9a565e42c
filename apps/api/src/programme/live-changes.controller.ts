import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import {
  liveChangeAnswer,
  liveChangePreview,
  liveChangeRequest,
  onlineDays,
  previewQuery,
  type LiveChangeRequest,
  type OnlineDays,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { LiveChangesService } from './live-changes.service.js';

@ApiTags('live changes')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class LiveChangesController {
  constructor(@Inject(LiveChangesService) private readonly liveChanges: LiveChangesService) {}

  /** With `preview=1` answers 200 with what would happen, and does nothing; else 201 with the published rows. */
  @Post('live-changes')
  @Access('live.change')
  @ApiCreatedResponse({ standardSchema: liveChangeAnswer })
  @ApiOkResponse({ standardSchema: liveChangePreview })
  async post(
    @Param('slug') _slug: string,
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: previewQuery }) query: z.infer<typeof previewQuery>,
    @Body({ schema: liveChangeRequest }) request: LiveChangeRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    if (query.preview === '1') {
      void reply.code(200);
      return this.liveChanges.preview({ eventId: event.id, request });
    }
    return this.liveChanges.apply({ eventId: event.id, request, idempotencyKey, caller: callerOf(credential) });
  }

  /** The days that were switched to online: what can come back in person. */
  @Get('online-days')
  @Access('live.change')
  @ApiOkResponse({ standardSchema: onlineDays })
  onlineDays(@Param('slug') _slug: string, @CurrentEvent() event: { id: string }): Promise<OnlineDays> {
    return this.liveChanges.onlineDays(event.id);
  }
}
