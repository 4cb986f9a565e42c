import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  because,
  deskQuery,
  registrationCorrection,
  registrationRules,
  walkInRequest,
  type Because,
  type DeskQuery,
  type RegistrationCorrection,
  type RegistrationRules,
  type RegistrationView,
  type WalkInRequest,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { csvOf } from '../platform/csv.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { DeskService, type Deed } from './desk.service.js';

/** Registrations in the hands of the organisers, and the rules by which people register. */
@ApiTags('registrations')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class DeskController {
  constructor(
    @Inject(DeskService) private readonly desk: DeskService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
  ) {}

  /** When registration is open and what is asked; for everybody. */
  @Get('registration')
  @Access('public')
  @Header('cache-control', 'no-cache')
  async rules(@Param('slug') slug: string): Promise<RegistrationRules> {
    return this.desk.rules((await this.published.bySlug(slug)).programme.event.id);
  }

  @Put('registration')
  @Access('settings.write')
  setRules(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: registrationRules }) rules: RegistrationRules,
  ): Promise<RegistrationRules> {
    return this.desk.setRules(rules, deedOf(event, credential));
  }

  @Get('registrations')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  list(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: deskQuery }) query: DeskQuery,
  ): Promise<{ items: RegistrationView[]; next: string | null }> {
    return this.desk.list(event.id, query, { sensitive: may(credential, event.id, 'answers.sensitive') });
  }

  @Get('registrations.csv')
  @Access('registrations.read')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="registrations.csv"')
  @Header('cache-control', 'no-store')
  async csv(@CurrentEvent() event: { id: string }): Promise<string> {
    return csvOf(await this.desk.table(event.id));
  }

  @Post('registrations/walk-in')
  @Access('registrations.write')
  walkIn(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: walkInRequest }) request: WalkInRequest,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<RegistrationView> {
    return this.desk.walkIn(request, key, deedOf(event, credential));
  }

  /** As the person would, and days that are over too; the reason stands in the audit trail. */
  @Patch('registrations/:code')
  @Access('registrations.write')
  correct(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: registrationCorrection }) { reason, ...patch }: RegistrationCorrection,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<RegistrationView> {
    return this.desk.correct(code, patch, seenVersion(ifMatch), deedOf(event, credential, reason));
  }

  @Post('registrations/:code/confirm')
  @Access('registrations.write')
  @HttpCode(200)
  confirm(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: because }) { reason }: Because,
  ): Promise<RegistrationView> {
    return this.desk.confirm(code, deedOf(event, credential, reason));
  }

  @Post('registrations/:code/cancel')
  @Access('registrations.write')
  @HttpCode(200)
  cancel(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: because }) { reason }: Because,
  ): Promise<RegistrationView> {
    return this.desk.cancel(code, deedOf(event, credential, reason));
  }

  @Post('registrations/:code/bookings/:id/promote')
  @Access('registrations.write')
  @HttpCode(200)
  promote(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Param('id', idParam) id: string,
    @Body({ schema: because }) { reason }: Because,
  ): Promise<RegistrationView> {
    return this.desk.promote(code, id, deedOf(event, credential, reason));
  }
}

function deedOf(event: { id: string }, credential: Credential, reason = ''): Deed {
  return { eventId: event.id, who: callerOf(credential), reason };
}
