import { Body, Controller, Get, Header, Headers, Inject, Param, Patch, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  registrationRules,
  registrationTermsEdit,
  type RegistrationRules,
  type RegistrationTerms,
  type RegistrationTermsEdit,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { seenVersion } from '../platform/if-match.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { TermsService } from './terms.service.js';

/** When registration is open, and what is asked. */
@ApiTags('registrations')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/registration')
export class TermsController {
  constructor(
    @Inject(TermsService) private readonly terms: TermsService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
  ) {}

  /** For everybody. */
  @Get()
  @Access('public')
  @Header('cache-control', 'no-cache')
  async rules(@Param('slug') slug: string): Promise<RegistrationRules> {
    return (await this.terms.read((await this.published.bySlug(slug)).programme.event.id)).rules;
  }

  /** With the version that an edit names; also before the first release. */
  @Get('terms')
  @Access('draft.read')
  @Header('cache-control', 'no-store')
  read(@CurrentEvent() event: { id: string }): Promise<RegistrationTerms> {
    return this.terms.read(event.id);
  }

  /** Sets all terms; what is left out is as if it were never set. */
  @Put()
  @Access('settings.write')
  replace(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: registrationRules }) rules: RegistrationRules,
  ): Promise<RegistrationRules> {
    return this.terms.replace(event.id, rules, callerOf(credential));
  }

  /** Sets some of the terms, of the version that `If-Match` names; what is left out stays. */
  @Patch()
  @Access('settings.write')
  edit(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: registrationTermsEdit }) edit: RegistrationTermsEdit,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<RegistrationTerms> {
    return this.terms.edit(event.id, edit, seenVersion(ifMatch), callerOf(credential));
  }
}
