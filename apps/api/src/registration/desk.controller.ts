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
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  answerCounts,
  answerCountsQuery,
  because,
  goNoGoOrder,
  registrationCorrection,
  walkInRequest,
  type AnswerCounts,
  type AnswerCountsQuery,
  type Because,
  type GoNoGo,
  type GoNoGoOrder,
  type RegistrationCorrection,
  type RegistrationView,
  type WalkInRequest,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { AnswerFiles } from './answer-files.js';
import { DeskService, type Deed } from './desk.service.js';
import { GoNoGoes } from './go-no-goes.js';

/** Registrations in the hands of the organisers. */
@ApiTags('registrations')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class DeskController {
  constructor(
    @Inject(DeskService) private readonly desk: DeskService,
    @Inject(GoNoGoes) private readonly goNoGoes: GoNoGoes,
    @Inject(AnswerFiles) private readonly files: AnswerFiles,
  ) {}

  /** How often each option was chosen, by question: what caterers need, and no more. */
  @Get('answers')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: answerCounts })
  answerCounts(
    @CurrentEvent() event: { id: string },
    @Query({ schema: answerCountsQuery }) query: AnswerCountsQuery,
  ): Promise<AnswerCounts> {
    return this.desk.answerCounts(event.id, query);
  }

  @Get('go-no-go')
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  goNoGo(@CurrentEvent() event: { id: string }): Promise<GoNoGo[]> {
    return this.goNoGoes.list(event.id);
  }

  /** Whether an add-on takes place; called off, it is cancelled and everyone who booked is told. */
  @Put('sessions/:code/go-no-go')
  @Access('live.change')
  decide(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: goNoGoOrder }) { decision, reason }: GoNoGoOrder,
  ): Promise<GoNoGo> {
    return this.goNoGoes.decide(code, decision, deedOf(event, credential, reason));
  }

  @Get('registrations/:code/files/:id')
  @Access('answers.sensitive')
  file(
    @CurrentEvent() event: { id: string },
    @Param('code') code: string,
    @Param('id', idParam) id: string,
  ): Promise<StreamableFile> {
    return this.files.read(id, { eventId: event.id, code });
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
}

function deedOf(event: { id: string }, credential: Credential, reason = ''): Deed {
  return { eventId: event.id, who: callerOf(credential), reason };
}
