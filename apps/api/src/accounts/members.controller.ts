import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  memberChange,
  memberInvitation,
  team,
  type MemberChange,
  type MemberInvitation,
  type Team,
} from '@kopa/contracts';
import { idParam } from '../platform/id-param.js';
import { Access, CurrentCredential, CurrentEvent } from './access.js';
import { callerOf, type Credential } from './credential.js';
import { MembersService } from './members.service.js';

/** Who organises an event. */
@ApiTags('organisers')
@ApiBearerAuth()
@Access('members.write')
@Controller('api/v1/events/:slug/organisers')
export class MembersController {
  constructor(@Inject(MembersService) private readonly members: MembersService) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: team })
  list(@CurrentEvent() event: { id: string }): Promise<Team> {
    return this.members.list(event.id);
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: team })
  invite(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: memberInvitation }) order: MemberInvitation,
  ): Promise<Team> {
    return this.members.invite(event.id, order, callerOf(credential));
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  withdraw(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    return this.members.withdraw(event.id, id, callerOf(credential));
  }

  @Patch(':id')
  @ApiOkResponse({ standardSchema: team })
  setRole(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
    @Body({ schema: memberChange }) { role }: MemberChange,
  ): Promise<Team> {
    return this.members.setRole(event.id, id, role, callerOf(credential));
  }

  @Delete(':id')
  @HttpCode(204)
  remove(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    return this.members.remove(event.id, id, callerOf(credential));
  }
}
