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
  Query,
  Res,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  fileNamed,
  mostFileBytes,
  speakerAvailability,
  speakerOpening,
  speakerProfile,
  type DraftFile,
  type DraftSpeaker,
  type FileNamed,
  type SpeakerAvailability,
  type SpeakerOpening,
  type SpeakerProfile,
  type SpeakerView,
} from '@kopa/contracts';
import { Access, CurrentSpeaker } from '../../accounts/access.js';
import { bearerOf, speakerCookieName } from '../../accounts/secret.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { idParam } from '../../platform/id-param.js';
import { seenVersion } from '../../platform/if-match.js';
import { RateLimit } from '../../platform/rate-limit.js';
import { SpeakerService, type SpeakerCredential } from './speaker.service.js';

const halfYear = 183 * 24 * 3600;

/** A speaker's own page, by their link. */
@ApiTags('speaker')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/speaker')
@Access('speaker')
export class SpeakerController {
  private readonly byPerson = new RateLimit(120, 60);

  constructor(
    @Inject(SpeakerService) private readonly speakers: SpeakerService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  view(@Param('slug') _slug: string, @CurrentSpeaker() speaker: SpeakerCredential): Promise<SpeakerView> {
    return this.speakers.view(speaker);
  }

  /** A browser that opened the link keeps its token in a cookie that no script reads and no other page gets. */
  @Put('cookie')
  @HttpCode(204)
  async keep(
    @Param('slug') slug: string,
    @CurrentSpeaker() speaker: SpeakerCredential,
    @Body({ schema: speakerOpening }) opening: SpeakerOpening,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.limit(speaker);
    await this.speakers.opened(speaker, opening);
    const token = bearerOf(authorization);
    if (token !== undefined) void reply.header('set-cookie', this.cookie(slug, token, halfYear));
  }

  @Delete('cookie')
  @Access('public')
  @HttpCode(204)
  leave(@Param('slug') slug: string, @Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('set-cookie', this.cookie(slug, '', 0));
  }

  @Patch('profile')
  edit(
    @Param('slug') _slug: string,
    @CurrentSpeaker() speaker: SpeakerCredential,
    @Body({ schema: speakerProfile }) profile: SpeakerProfile,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<DraftSpeaker> {
    this.limit(speaker);
    return this.speakers.edit(speaker, profile, seenVersion(ifMatch));
  }

  @Put('availability')
  availability(
    @Param('slug') _slug: string,
    @CurrentSpeaker() speaker: SpeakerCredential,
    @Body({ schema: speakerAvailability }) request: SpeakerAvailability,
  ): Promise<SpeakerAvailability> {
    this.limit(speaker);
    return this.speakers.setAvailability(speaker, request);
  }

  /** Slides for one of their sessions, as the file's bytes. Organisers see them at once, everybody when they took them over. */
  @Post('sessions/:code/files')
  @ApiConsumes('application/octet-stream')
  @RouteConfig({ mostBytes: mostFileBytes.material })
  handIn(
    @Param('slug') _slug: string,
    @CurrentSpeaker() speaker: SpeakerCredential,
    @Param('code') code: string,
    @Query({ schema: fileNamed }) { name }: FileNamed,
    @Body() bytes: unknown,
  ): Promise<DraftFile> {
    this.limit(speaker);
    return this.speakers.handIn(speaker, code, name, bytes);
  }

  @Delete('files/:id')
  @HttpCode(204)
  takeBack(
    @Param('slug') _slug: string,
    @CurrentSpeaker() speaker: SpeakerCredential,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    this.limit(speaker);
    return this.speakers.takeBack(speaker, id);
  }

  private limit({ speakerId }: SpeakerCredential): void {
    if (this.config.rateLimit === 'on') this.byPerson.count(speakerId, this.clock.now());
  }

  /** For this page's calls alone: one browser may have the links of several events. */
  private cookie(slug: string, token: string, maxAge: number): string {
    const secure = this.config.publicUrl.startsWith('https:') ? '; Secure' : '';
    const path = `/api/v1/events/${encodeURIComponent(slug)}/speaker`;
    return `${speakerCookieName}=${token}; Path=${path}; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}`;
  }
}
