import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  attendanceMark,
  attendanceMarkAnswer,
  doorPeople,
  doorQuery,
  doorWalkIn,
  doorWalkInAnswer,
  ticketRead,
  ticketToRead,
  type AttendanceMark,
  type AttendanceMarkAnswer,
  type DoorPeople,
  type DoorQuery,
  type DoorWalkIn,
  type DoorWalkInAnswer,
  type TicketRead,
  type TicketToRead,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { DoorService } from './door.service.js';

/** At the door of a day. */
@ApiTags('attendance')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/door')
export class DoorController {
  constructor(@Inject(DoorService) private readonly door: DoorService) {}

  /** Everybody who may come, for a phone to keep while it has no connection. */
  @Get('people')
  @Access('attendance.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: doorPeople })
  people(@CurrentEvent() event: { id: string }, @Query({ schema: doorQuery }) query: DoorQuery): Promise<DoorPeople> {
    return this.door.people(event.id, query);
  }

  /** Registers somebody who stands there, and checks them in. */
  @Post('walk-ins')
  @Access('attendance.write')
  @ApiCreatedResponse({ standardSchema: doorWalkInAnswer })
  walkIn(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: doorWalkIn }) order: DoorWalkIn,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<DoorWalkInAnswer> {
    return this.door.walkIn(event.id, order, key, callerOf(credential));
  }

  /** Checks somebody in, or takes it back; sent twice it is the same. */
  @Put('arrivals/:date/:code')
  @Access('attendance.write')
  @ApiOkResponse({ standardSchema: attendanceMarkAnswer })
  mark(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('date') day: string,
    @Param('code') code: string,
    @Body({ schema: attendanceMark }) mark: AttendanceMark,
  ): Promise<AttendanceMarkAnswer> {
    return this.door.mark(event.id, { day, code }, mark, callerOf(credential));
  }

  /** Whose ticket a code is; checks nobody in. */
  @Post('tickets')
  @Access('attendance.read')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: ticketRead })
  ticket(
    @CurrentEvent() event: { id: string },
    @Body({ schema: ticketToRead }) { ticket, day }: TicketToRead,
  ): Promise<TicketRead> {
    return this.door.ticket(event.id, ticket, day);
  }
}
