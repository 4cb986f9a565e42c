import { Body, Controller, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { importQuery, mostScheduleBytes, type ImportAnswer, type ImportQuery } from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { DraftImportService } from './draft-import.service.js';

@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft/imports')
export class ImportsController {
  constructor(@Inject(DraftImportService) private readonly imports: DraftImportService) {}

  /** The body is the file's bytes. The same file again changes nothing. */
  @Post()
  @HttpCode(200)
  @Access('draft.write')
  @ApiConsumes('application/octet-stream')
  @RouteConfig({ mostBytes: mostScheduleBytes })
  import(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: importQuery }) query: ImportQuery,
    @Body() bytes: unknown,
  ): Promise<ImportAnswer> {
    return this.imports.import(event.id, query, bytes, callerOf(credential));
  }
}
