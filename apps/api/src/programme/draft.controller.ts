import { Body, Controller, Get, Headers, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  roomCreation,
  roomPatch,
  sessionCreation,
  sessionPatch,
  slotPatch,
  type RoomCreation,
  type RoomPatch,
  type SessionCreation,
  type SessionPatch,
  type SlotPatch,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { DraftRoomsService, type DraftRoom } from './draft-rooms.service.js';
import { DraftService, type DraftAnswer } from './draft.service.js';

@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft')
export class DraftController {
  constructor(
    @Inject(DraftService) private readonly drafts: DraftService,
    @Inject(DraftRoomsService) private readonly rooms: DraftRoomsService,
  ) {}

  @Get()
  @Access('draft.read')
  read(@CurrentEvent() event: { id: string }): Promise<object> {
    return this.drafts.read(event.id);
  }

  @Post('rooms')
  @Access('draft.write')
  createRoom(
    @CurrentEvent() event: { id: string },
    @Body({ schema: roomCreation }) request: RoomCreation,
  ): Promise<DraftRoom> {
    return this.rooms.create(event.id, request);
  }

  @Patch('rooms/:id')
  @Access('draft.write')
  patchRoom(
    @CurrentEvent() event: { id: string },
    @Param('id', idParam) id: string,
    @Body({ schema: roomPatch }) patch: RoomPatch,
  ): Promise<DraftRoom> {
    return this.rooms.patch(event.id, id, patch);
  }

  @Post('sessions')
  @Access('draft.write')
  async createSession(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: sessionCreation }) request: SessionCreation,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftAnswer> {
    const answer = await this.drafts.createSession(event.id, request, idempotencyKey, callerOf(credential));
    void reply.header('etag', `"${answer.session.version}"`);
    return answer;
  }

  @Patch('sessions/:id')
  @Access('draft.write')
  async patchSession(
    @CurrentEvent() event: { id: string },
    @Param('id', idParam) id: string,
    @Body({ schema: sessionPatch }) patch: SessionPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftAnswer> {
    const answer = await this.drafts.patchSession(event.id, id, patch, seenVersion(ifMatch));
    void reply.header('etag', `"${answer.session.version}"`);
    return answer;
  }

  @Patch('slots/:id')
  @Access('draft.write')
  patchSlot(
    @CurrentEvent() event: { id: string },
    @Param('id', idParam) id: string,
    @Body({ schema: slotPatch }) patch: SlotPatch,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DraftAnswer> {
    return this.drafts.patchSlot(event.id, id, patch, seenVersion(ifMatch));
  }
}
