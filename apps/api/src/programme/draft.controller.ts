import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  draftQuery,
  placementRequest,
  presenceRequest,
  roomCreation,
  roomPatch,
  sessionCreation,
  sessionPatch,
  slotPatch,
  speakerAvailability,
  type DraftAgenda,
  type DraftAnswer,
  type DraftQuery,
  type PlacementAnswer,
  type PlacementRequest,
  type Presence,
  type PresenceRequest,
  type RoomCreation,
  type RoomPatch,
  type SessionCreation,
  type SessionPatch,
  type SettingsRoom,
  type SlotPatch,
  type SpeakerAvailability,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { DraftRoomsService } from './draft-rooms.service.js';
import { AvailabilityService } from './availability.service.js';
import { DraftPresenceService } from './draft-presence.service.js';
import { PlacementsService } from './placements.service.js';
import { DraftService } from './draft.service.js';

@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft')
export class DraftController {
  constructor(
    @Inject(DraftService) private readonly drafts: DraftService,
    @Inject(DraftRoomsService) private readonly rooms: DraftRoomsService,
    @Inject(PlacementsService) private readonly placements: PlacementsService,
    @Inject(DraftPresenceService) private readonly presences: DraftPresenceService,
    @Inject(AvailabilityService) private readonly availabilities: AvailabilityService,
  ) {}

  @Get()
  @Access('draft.read')
  read(@CurrentEvent() event: { id: string }, @Query({ schema: draftQuery }) query: DraftQuery): Promise<DraftAgenda> {
    return this.drafts.read(event.id, query.texts !== '0');
  }

  @Post('placements')
  @HttpCode(200)
  @Access('draft.write')
  place(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: placementRequest }) request: PlacementRequest,
  ): Promise<PlacementAnswer> {
    return this.placements.place(event.id, request, callerOf(credential));
  }

  @Put('speakers/:id/availability')
  @Access('draft.write')
  setAvailability(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: speakerAvailability }) request: SpeakerAvailability,
  ): Promise<SpeakerAvailability> {
    return this.availabilities.set(event.id, id, request, callerOf(credential));
  }

  @Put('presence')
  @Access('draft.read')
  present(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: presenceRequest }) request: PresenceRequest,
  ): Promise<Presence[]> {
    return this.presences.note(event.id, credential, request);
  }

  @Post('rooms')
  @Access('draft.write')
  createRoom(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: roomCreation }) request: RoomCreation,
  ): Promise<SettingsRoom> {
    return this.rooms.create(event.id, request, callerOf(credential));
  }

  @Patch('rooms/:id')
  @Access('draft.write')
  patchRoom(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: roomPatch }) patch: RoomPatch,
  ): Promise<SettingsRoom> {
    return this.rooms.patch(event.id, id, patch, callerOf(credential));
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
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: sessionPatch }) patch: SessionPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftAnswer> {
    const answer = await this.drafts.patchSession(event.id, id, patch, seenVersion(ifMatch), callerOf(credential));
    void reply.header('etag', `"${answer.session.version}"`);
    return answer;
  }

  @Patch('slots/:id')
  @Access('draft.write')
  patchSlot(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: slotPatch }) patch: SlotPatch,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DraftAnswer> {
    return this.drafts.patchSlot(event.id, id, patch, seenVersion(ifMatch), callerOf(credential));
  }
}
