import { Module } from '@nestjs/common';
import { AgendaModule } from '../agenda/agenda.module.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { CoachesController } from './coaches.controller.js';
import { CoachesService } from './coaches.service.js';
import { DoorController } from './door.controller.js';
import { DoorService } from './door.service.js';
import { SheetsController } from './sheet/sheets.controller.js';
import { SheetsService } from './sheet/sheets.service.js';
import { StartingController } from './starting.controller.js';
import { StartingService } from './starting.service.js';

@Module({
  imports: [RegistrationModule, AgendaModule, ProgrammeModule],
  controllers: [DoorController, CoachesController, SheetsController, StartingController],
  providers: [DoorService, CoachesService, SheetsService, StartingService],
})
export class AttendanceModule {}
