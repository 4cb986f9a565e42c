import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsModule } from './accounts/accounts.module.js';
import { AgendaModule } from './agenda/agenda.module.js';
import { AttendanceModule } from './attendance/attendance.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { LiveModule } from './live/live.module.js';
import { ParticipationModule } from './participation/participation.module.js';
import { Clock, SystemClock } from './platform/clock.js';
import { CONFIG, type Config } from './platform/config.js';
import { HealthController, Readiness } from './platform/health.controller.js';
import { MailModule } from './platform/mail/mail.module.js';
import { ProgrammeModule } from './programme/programme.module.js';
import { RegistrationModule } from './registration/registration.module.js';

/** What every room asks for: configuration, database, clock. */
@Global()
@Module({})
class PlatformModule {
  static with(config: Config, dataSource: DataSource, clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: DataSource, useValue: dataSource },
        { provide: Clock, useValue: clock },
        Readiness,
      ],
      exports: [CONFIG, DataSource, Clock, Readiness],
    };
  }
}

@Module({})
export class AppModule {
  static with(config: Config, dataSource: DataSource, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, dataSource, clock),
        MailModule,
        AccountsModule,
        LiveModule,
        ProgrammeModule,
        CalendarModule,
        RegistrationModule,
        AgendaModule,
        AttendanceModule,
        ParticipationModule,
      ],
    };
  }
}
