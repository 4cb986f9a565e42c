import { Body, Controller, Get, Header, Headers, Inject, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  eventCopy,
  eventCreation,
  settingsEdit,
  type EventCopy,
  type EventCreation,
  type EventMade,
  type EventSettings,
  type SettingsEdit,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, CurrentLogin } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { seenVersion } from '../platform/if-match.js';
import { Problem } from '../platform/problem.js';
import { EventSetupService } from './event-setup.service.js';
import { SettingsService } from './settings.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** Setting up an event: made or copied, and what it says beside its sessions. */
@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/events')
export class SettingsController {
  constructor(
    @Inject(SettingsService) private readonly settings: SettingsService,
    @Inject(EventSetupService) private readonly setup: EventSetupService,
  ) {}

  @Post()
  @Access('account')
  create(
    @CurrentLogin() login: Login,
    @Body({ schema: eventCreation }) request: EventCreation,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<EventMade> {
    return this.setup.create(request, key, login);
  }

  @Post(':slug/copies')
  @Access('settings.write')
  copy(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: eventCopy }) request: EventCopy,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<EventMade> {
    // A copy has an owner, and a token is nobody.
    if (credential.kind !== 'login') throw new Problem(403, 'access.denied', 'This takes a login session.');
    return this.setup.copy(event.id, request, key, credential);
  }

  @Get(':slug/draft/settings')
  @Access('draft.read')
  @Header('cache-control', 'no-store')
  read(@CurrentEvent() event: { id: string }): Promise<EventSettings> {
    return this.settings.read(event.id);
  }

  @Patch(':slug/draft/settings')
  @Access('settings.write')
  edit(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: settingsEdit }) edit: SettingsEdit,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<EventSettings> {
    return this.settings.edit(event.id, edit, seenVersion(ifMatch), callerOf(credential));
  }
}
