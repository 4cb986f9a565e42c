import { Module } from '@nestjs/common';
import { ProgrammeModule } from '../programme/programme.module.js';
import { CalendarController } from './calendar.controller.js';

@Module({ imports: [ProgrammeModule], controllers: [CalendarController] })
export class CalendarModule {}
