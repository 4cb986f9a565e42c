import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
} from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  invitation,
  invitationEdit,
  invitationOrder,
  type Invitation,
  type InvitationEdit,
  type InvitationOrder,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { seenVersion } from '../platform/if-match.js';
import { InvitationCodesService, type CodeOf } from './invitation-codes.service.js';

/** Codes by which partners and invited people register. */
@ApiTags('registrations')
@ApiBearerAuth()
@Access('registrations.write')
@Controller('api/v1/events/:slug/invitations')
export class InvitationCodesController {
  constructor(@Inject(InvitationCodesService) private readonly codes: InvitationCodesService) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(@CurrentEvent() event: { id: string }): Promise<Invitation[]> {
    return this.codes.list(event.id);
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: invitation })
  make(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: invitationOrder }) order: InvitationOrder,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<Invitation> {
    return this.codes.make(order, { eventId: event.id, who: callerOf(credential), key });
  }

  /** Sets all of a code. Quotas lowered below what is taken keep the taken. */
  @Put(':code')
  @ApiOkResponse({ standardSchema: invitation })
  replace(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: invitationOrder }) order: InvitationOrder,
  ): Promise<Invitation> {
    return this.codes.replace(codeOf(event, credential, code), order);
  }

  /** Sets some of a code, of the version that `If-Match` names; what is left out stays. */
  @Patch(':code')
  @ApiOkResponse({ standardSchema: invitation })
  edit(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Body({ schema: invitationEdit }) edit: InvitationEdit,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<Invitation> {
    return this.codes.edit(codeOf(event, credential, code), edit, seenVersion(ifMatch));
  }

  /** Nobody registers by it any more; who did stays registered. */
  @Delete(':code')
  @ApiOkResponse({ standardSchema: invitation })
  withdraw(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
  ): Promise<Invitation> {
    return this.codes.withdraw(codeOf(event, credential, code));
  }

  /** Lets a withdrawn code be used again. */
  @Post(':code/restoration')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: invitation })
  restore(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
  ): Promise<Invitation> {
    return this.codes.restore(codeOf(event, credential, code));
  }
}

function codeOf(event: { id: string }, credential: Credential, code: string): CodeOf {
  return { eventId: event.id, code, who: callerOf(credential) };
}
