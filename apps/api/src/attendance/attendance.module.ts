import { Module } from '@nestjs/common';
import { AgendaModule } from '../agenda/agenda.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { DoorController } from './door.controller.js';
import { DoorService } from './door.service.js';

@Module({
  imports: [RegistrationModule, AgendaModule],
  controllers: [DoorController],
  providers: [DoorService],
})
export class AttendanceModule {}
