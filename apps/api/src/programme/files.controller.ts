import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  filesQuery,
  fileUpload,
  mostFileBytes,
  type DraftFile,
  type FilesQuery,
  type FileUpload,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { fileAnswered, pictures } from '../platform/file-kind.js';
import { idParam } from '../platform/id-param.js';
import { EventFiles, unknown } from './event-files.js';

/** Files that organisers upload, and the one address at which files of events are served. */
@ApiTags('files')
@Controller()
export class FilesController {
  constructor(@Inject(EventFiles) private readonly files: EventFiles) {}

  /** The body is the file's bytes; its kind is told by them. The same bytes again give the same file. */
  @Post('api/v1/events/:slug/draft/files')
  @Access('draft.write')
  @ApiBearerAuth()
  @ApiConsumes('application/octet-stream')
  @RouteConfig({ mostBytes: mostFileBytes.material })
  upload(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: fileUpload }) query: FileUpload,
    @Body() bytes: unknown,
  ): Promise<DraftFile> {
    return this.files.keep(event.id, query, bytes, callerOf(credential));
  }

  @Get('api/v1/events/:slug/draft/files')
  @Access('draft.read')
  @ApiBearerAuth()
  list(
    @CurrentEvent() event: { id: string },
    @Query({ schema: filesQuery }) page: FilesQuery,
  ): Promise<{ items: DraftFile[]; next: string | null }> {
    return this.files.list(event.id, page);
  }

  @Delete('api/v1/events/:slug/draft/files/:id')
  @Access('draft.write')
  @ApiBearerAuth()
  @HttpCode(204)
  delete(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    return this.files.delete(event.id, id, callerOf(credential));
  }

  /**
   * A file: to everybody once the newest release names it, before that to those who may read the draft. Whatever its
   * bytes are, a browser runs nothing of it.
   */
  @Get('files/:id/:name')
  @Access('public')
  async serve(
    @Param('id', idParam) id: string,
    @Param('name') _name: string,
    @CurrentCredential() credential: Credential | null,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const file = await this.files.bytes(id);
    const isPublic = await this.files.isPublic(file.eventId, id);
    if (!isPublic && !may(credential, file.eventId, 'draft.read')) throw unknown();
    const etag = `"${file.digest}"`;
    void reply.headers({
      etag,
      'cache-control': isPublic ? 'public, max-age=31536000, immutable' : 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': isPublic ? 'cross-origin' : 'same-origin',
    });
    if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) === true) {
      void reply.code(304);
      return undefined;
    }
    const isPicture = pictures.some((kind) => kind === file.mediaType);
    return fileAnswered(file, isPicture ? 'inline' : 'attachment');
  }
}
