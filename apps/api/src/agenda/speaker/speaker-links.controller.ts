import { Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { SpeakerLinkSent } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../../accounts/access.js';
import { callerOf, type Credential } from '../../accounts/credential.js';
import { SpeakerService } from './speaker.service.js';

/** What organisers do with speakers' links, beside reading them and giving them anew. */
@ApiTags('speaker')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/speakers/:code/link')
export class SpeakerLinksController {
  constructor(@Inject(SpeakerService) private readonly speakers: SpeakerService) {}

  /** Sends a speaker their link by mail. */
  @Post('mail')
  @Access('draft.write')
  @HttpCode(202)
  mail(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') code: string,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<SpeakerLinkSent> {
    return this.speakers.sendLink(event.id, code, key, callerOf(credential));
  }
}
