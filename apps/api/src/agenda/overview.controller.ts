import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { overview, type Overview } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { OverviewService } from './overview.service.js';

@ApiTags('registrations')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/overview')
export class OverviewController {
  constructor(@Inject(OverviewService) private readonly overview: OverviewService) {}

  /** Who comes, and what needs attention; what waits in the draft only for who may read it. */
  @Get()
  @Access('registrations.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: overview })
  read(@CurrentEvent() event: { id: string }, @CurrentCredential() credential: Credential): Promise<Overview> {
    return this.overview.of(event.id, { withDraft: may(credential, event.id, 'draft.read') });
  }
}
