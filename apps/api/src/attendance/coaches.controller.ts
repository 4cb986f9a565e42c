import { Body, Controller, Get, Header, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  attendanceMark,
  attendanceMarkAnswer,
  coachList,
  type AttendanceMark,
  type AttendanceMarkAnswer,
  type CoachList,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { CoachesService } from './coaches.service.js';

/** The guide's list of a coach, or of an add-on that people reach by themselves. */
@ApiTags('attendance')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/coaches')
export class CoachesController {
  constructor(@Inject(CoachesService) private readonly coaches: CoachesService) {}

  @Get(':code')
  @Access('attendance.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: coachList })
  list(@CurrentEvent() event: { id: string }, @Param('code') session: string): Promise<CoachList> {
    return this.coaches.list(event.id, session);
  }

  /** Says that somebody has boarded or will not come; sent twice it is the same. */
  @Put(':code/marks/:registration')
  @Access('attendance.write')
  @ApiOkResponse({ standardSchema: attendanceMarkAnswer })
  mark(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('code') session: string,
    @Param('registration') code: string,
    @Body({ schema: attendanceMark }) mark: AttendanceMark,
  ): Promise<AttendanceMarkAnswer> {
    return this.coaches.mark(event.id, { session, code }, mark, callerOf(credential));
  }
}
