import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  deletionQuery,
  sessionEdits,
  speakerCreation,
  speakerPatch,
  type DeletionQuery,
  type DraftAnswer,
  type DraftSpeaker,
  type SessionDeleted,
  type SessionEdits,
  type SessionsEdited,
  type SpeakerCreation,
  type SpeakerPatch,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { DraftService } from './draft.service.js';
import { DraftSpeakersService } from './draft-speakers.service.js';
import { SessionEditsService } from './session-edits.service.js';

@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft')
export class DraftContentController {
  constructor(
    @Inject(DraftService) private readonly drafts: DraftService,
    @Inject(SessionEditsService) private readonly edits: SessionEditsService,
    @Inject(DraftSpeakersService) private readonly speakers: DraftSpeakersService,
  ) {}

  @Get('sessions/:id')
  @Access('draft.read')
  readSession(@CurrentEvent() event: { id: string }, @Param('id', idParam) id: string): Promise<DraftAnswer> {
    return this.drafts.readSession(event.id, id);
  }

  @Delete('sessions/:id')
  @Access('draft.write')
  deleteSession(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Query({ schema: deletionQuery }) query: DeletionQuery,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<SessionDeleted> {
    return this.edits.delete(event.id, id, seenVersion(ifMatch), query.withdraw === '1', callerOf(credential));
  }

  @Post('session-edits')
  @HttpCode(200)
  @Access('draft.write')
  editSessions(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: sessionEdits }) request: SessionEdits,
  ): Promise<SessionsEdited> {
    return this.edits.edit(event.id, request, callerOf(credential));
  }

  @Get('speakers/:id')
  @Access('draft.read')
  readSpeaker(@CurrentEvent() event: { id: string }, @Param('id', idParam) id: string): Promise<DraftSpeaker> {
    return this.speakers.read(event.id, id);
  }

  @Post('speakers')
  @Access('draft.write')
  createSpeaker(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: speakerCreation }) request: SpeakerCreation,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<DraftSpeaker> {
    return this.speakers.create(event.id, request, key, callerOf(credential));
  }

  @Patch('speakers/:id')
  @Access('draft.write')
  patchSpeaker(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: speakerPatch }) patch: SpeakerPatch,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DraftSpeaker> {
    return this.speakers.patch(event.id, id, patch, seenVersion(ifMatch), callerOf(credential));
  }

  @Delete('speakers/:id')
  @Access('draft.write')
  deleteSpeaker(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DraftSpeaker> {
    return this.speakers.delete(event.id, id, seenVersion(ifMatch), callerOf(credential));
  }
}
