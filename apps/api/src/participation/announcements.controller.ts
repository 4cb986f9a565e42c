import { Body, Controller, Delete, Get, Header, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import {
  announcementOrder,
  announcementPage,
  announcementPreview,
  announcementQuery,
  postedAnnouncement,
  postedAnnouncementPage,
  previewQuery,
  type AnnouncementOrder,
  type AnnouncementPage,
  type AnnouncementPreview,
  type AnnouncementQuery,
  type PostedAnnouncement,
  type PostedAnnouncementPage,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, CurrentRegistration } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { idParam } from '../platform/id-param.js';
import { AnnouncementLists } from './announcement-lists.js';
import { AnnouncementsService } from './announcements.service.js';

/** What organisers say to many at once. */
@ApiTags('announcements')
@ApiBearerAuth()
@Controller('api/v1/events/:slug')
export class AnnouncementsController {
  constructor(
    @Inject(AnnouncementsService) private readonly announcements: AnnouncementsService,
    @Inject(AnnouncementLists) private readonly lists: AnnouncementLists,
  ) {}

  /** What is said to everybody, the newest first; what was withdrawn is not among it. */
  @Get('announcements')
  @Access('public')
  @Header('cache-control', 'no-cache')
  @ApiOkResponse({ standardSchema: announcementPage })
  forAll(
    @Param('slug') slug: string,
    @Query({ schema: announcementQuery }) query: AnnouncementQuery,
  ): Promise<AnnouncementPage> {
    return this.lists.forAll(slug, query);
  }

  /** What is said to oneself by mode, day or session; what is said to everybody is not among it. */
  @Get('me/announcements')
  @Access('registration')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: announcementPage })
  forOne(
    @CurrentRegistration() participant: { registrationId: string },
    @Query({ schema: announcementQuery }) query: AnnouncementQuery,
  ): Promise<AnnouncementPage> {
    return this.lists.forOne({ id: participant.registrationId }, query);
  }

  /** All that was said, with its audience, also what was withdrawn. */
  @Get('desk/announcements')
  @Access('live.change')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: postedAnnouncementPage })
  forDesk(
    @CurrentEvent() event: { id: string },
    @Query({ schema: announcementQuery }) query: AnnouncementQuery,
  ): Promise<PostedAnnouncementPage> {
    return this.lists.forDesk(event.id, query);
  }

  /** With `preview=1` answers 200 with how many people would be told, and tells nobody; else 201. */
  @Post('announcements')
  @Access('live.change')
  @ApiCreatedResponse({ standardSchema: postedAnnouncement })
  @ApiOkResponse({ standardSchema: announcementPreview })
  async post(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Query({ schema: previewQuery }) query: z.infer<typeof previewQuery>,
    @Body({ schema: announcementOrder }) order: AnnouncementOrder,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PostedAnnouncement | AnnouncementPreview> {
    if (query.preview === '1') {
      void reply.code(200);
      return this.announcements.preview({ eventId: event.id, order });
    }
    return this.announcements.post({ eventId: event.id, order, caller: callerOf(credential), idempotencyKey });
  }

  /** Takes one down; asked again it stays as it is. */
  @Delete('announcements/:id')
  @Access('live.change')
  @ApiOkResponse({ standardSchema: postedAnnouncement })
  withdraw(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
  ): Promise<PostedAnnouncement> {
    return this.announcements.withdraw(event.id, id, callerOf(credential));
  }
}
