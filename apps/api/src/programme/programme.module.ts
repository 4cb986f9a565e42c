import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { answeredLog } from '../platform/answered.js';
import { addFastLane } from '../platform/fast-lane.js';
import { DraftPresenceService } from './draft-presence.service.js';
import { AvailabilityService } from './availability.service.js';
import { DraftContentController } from './draft-content.controller.js';
import { DraftSpeakersService } from './draft-speakers.service.js';
import { SessionEditsService } from './session-edits.service.js';
import { DraftImportService } from './draft-import.service.js';
import { ImportsController } from './imports.controller.js';
import { DraftController } from './draft.controller.js';
import { DraftRoomsService } from './draft-rooms.service.js';
import { DraftRestoreService } from './draft-restore.service.js';
import { DraftService } from './draft.service.js';
import { EventFiles } from './event-files.js';
import { EventsController } from './events.controller.js';
import { FilesController } from './files.controller.js';
import { LiveChangesController } from './live-changes.controller.js';
import { LiveChangesService } from './live-changes.service.js';
import { PlacementsService } from './placements.service.js';
import { PeopleHitBy } from './people-hit-by.js';
import { ProgrammeController } from './programme.controller.js';
import { programmeLane } from './programme-lane.js';
import { PublishedProgrammes } from './published-programmes.js';
import { ReleasesController } from './releases.controller.js';
import { ReleasesService } from './releases.service.js';
import { EventSetupService } from './event-setup.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';
import { LiveModule } from '../live/live.module.js';

@Module({
  imports: [LiveModule],
  controllers: [
    EventsController,
    ProgrammeController,
    LiveChangesController,
    DraftController,
    DraftContentController,
    FilesController,
    ImportsController,
    ReleasesController,
    SettingsController,
  ],
  providers: [
    PublishedProgrammes,
    PeopleHitBy,
    LiveChangesService,
    DraftService,
    DraftRoomsService,
    DraftPresenceService,
    PlacementsService,
    DraftRestoreService,
    DraftImportService,
    AvailabilityService,
    DraftSpeakersService,
    EventFiles,
    SessionEditsService,
    ReleasesService,
    SettingsService,
    EventSetupService,
  ],
  exports: [
    EventFiles,
    DraftSpeakersService,
    AvailabilityService,
    PublishedProgrammes,
    PeopleHitBy,
    LiveChangesService,
    ReleasesService,
    EventSetupService,
  ],
})
export class ProgrammeModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    addFastLane(
      fastify.server,
      programmeLane((slug) => this.published.readyDocument(slug)),
      answeredLog(fastify.log as Logger),
    );
  }
}
