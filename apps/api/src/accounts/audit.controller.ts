import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { auditPage, auditQuery, type AuditPage, type AuditQuery } from '@kopa/contracts';
import { Access, CurrentEvent } from './access.js';
import { AuditTrail } from './audit-trail.js';

/** Who did what on behalf of others, or to what others rely on. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/audit')
export class AuditController {
  constructor(@Inject(AuditTrail) private readonly trail: AuditTrail) {}

  @Get()
  @Access('audit.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: auditPage })
  list(@CurrentEvent() event: { id: string }, @Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditPage> {
    return this.trail.list(event.id, query);
  }
}
