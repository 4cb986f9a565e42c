import { Controller, Delete, Get, Header, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { EventDeletion } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, type EventOfRequest } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { seenVersion } from '../platform/if-match.js';
import { EventDeletionService } from './event-deletion.service.js';

/** Deleting an event and bringing it back: its owner's alone. */
@ApiTags('settings')
@ApiBearerAuth()
@Access('event.delete')
@Controller('api/v1/events/:slug')
export class EventDeletionController {
  constructor(@Inject(EventDeletionService) private readonly deletion: EventDeletionService) {}

  @Get('deletion')
  @Header('cache-control', 'no-store')
  read(@CurrentEvent() { id }: EventOfRequest): Promise<EventDeletion> {
    return this.deletion.read(id);
  }

  @Delete()
  delete(
    @CurrentEvent() { id }: EventOfRequest,
    @CurrentCredential() credential: Credential,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<EventDeletion> {
    return this.deletion.delete(id, seenVersion(ifMatch), callerOf(credential));
  }

  @Post('restoration')
  @HttpCode(200)
  restore(@CurrentEvent() { id }: EventOfRequest, @CurrentCredential() credential: Credential): Promise<EventDeletion> {
    return this.deletion.restore(id, callerOf(credential));
  }
}
