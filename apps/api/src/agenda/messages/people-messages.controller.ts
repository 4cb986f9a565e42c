import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  messageOrder,
  messagePreview,
  messagesQuery,
  messageTest,
  peopleMessage,
  type MessageOrder,
  type MessagePreview,
  type MessagesQuery,
  type MessageTest,
  type PeopleMessage,
} from '@kopa/contracts';
import { Access, CurrentCredential, CurrentEvent, may } from '../../accounts/access.js';
import { callerOf, type Credential } from '../../accounts/credential.js';
import { Problem } from '../../platform/problem.js';
import { PeopleMessages, type Writer } from './people-messages.service.js';

/** What organisers write to many. Whom a message went to may tell what they answered: only who may write reads it. */
@ApiTags('mail')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/messages')
export class PeopleMessagesController {
  constructor(@Inject(PeopleMessages) private readonly messages: PeopleMessages) {}

  @Get()
  @Access('registrations.write')
  @Header('cache-control', 'no-store')
  list(
    @CurrentEvent() event: { id: string },
    @Query({ schema: messagesQuery }) query: MessagesQuery,
  ): Promise<{ items: PeopleMessage[]; next: string | null }> {
    return this.messages.list(event.id, query);
  }

  @Post()
  @Access('registrations.write')
  @ApiCreatedResponse({ standardSchema: peopleMessage })
  send(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: messageOrder }) order: MessageOrder,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<PeopleMessage> {
    return this.messages.send(order, key, writerOf(event, credential));
  }

  /** How it would look and how many it would go to; nothing is done. */
  @Post('preview')
  @HttpCode(200)
  @Access('registrations.write')
  @ApiOkResponse({ standardSchema: messagePreview })
  preview(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: messageOrder }) order: MessageOrder,
  ): Promise<MessagePreview> {
    return this.messages.preview(order, writerOf(event, credential));
  }

  /** To who asks, and to nobody else. */
  @Post('test')
  @HttpCode(200)
  @Access('registrations.write')
  test(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Body({ schema: messageTest }) order: MessageTest,
  ): Promise<{ recipient: string }> {
    return this.messages.test(order, writerOf(event, credential));
  }

  /** Within half a minute it takes the whole message back; later what has not gone out yet. */
  @Post(':id/stop')
  @HttpCode(200)
  @Access('registrations.write')
  @ApiOkResponse({ standardSchema: peopleMessage })
  stop(
    @CurrentEvent() event: { id: string },
    @CurrentCredential() credential: Credential,
    @Param('id') id: string,
  ): Promise<PeopleMessage> {
    if (!/^\d{1,18}$/.test(id)) throw new Problem(404, 'message.unknown', `There is no message ${id}.`);
    return this.messages.stop(event.id, id, callerOf(credential));
  }
}

function writerOf(event: { id: string }, credential: Credential): Writer {
  return {
    eventId: event.id,
    who: callerOf(credential),
    sensitive: may(credential, event.id, 'answers.sensitive'),
  };
}
