import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { AnnouncementLists } from './announcement-lists.js';
import { AnnouncementsController } from './announcements.controller.js';
import { AnnouncementsService } from './announcements.service.js';

@Module({
  imports: [LiveModule, ProgrammeModule],
  controllers: [AnnouncementsController],
  providers: [AnnouncementsService, AnnouncementLists],
})
export class ParticipationModule {}
