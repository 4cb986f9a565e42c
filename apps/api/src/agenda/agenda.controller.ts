import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  agendaView,
  feedAddress,
  mailChoices,
  star,
  starOrder,
  swapOrder,
  type AgendaView,
  type FeedAddress,
  type MailChoices,
  type Star,
  type StarOrder,
  type SwapOrder,
} from '@kopa/contracts';
import { Access, CurrentRegistration } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import type { Own } from '../registration/registrations.service.js';
import { AgendasService } from './agendas.service.js';
import { OwnMailService } from './own-mail.service.js';
import { StarsService } from './stars.service.js';
import { SwapsService } from './swaps.service.js';

type Participant = Extract<Credential, { kind: 'registration' }>;

const ownOf = ({ registrationId, eventId }: Participant): Own => ({ id: registrationId, eventId });

/** One's own agenda, its calendar, and what is remembered in it. */
@ApiTags('agenda')
@ApiBearerAuth()
@Access('registration')
@Controller('api/v1/events/:slug/me')
export class AgendaController {
  constructor(
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(StarsService) private readonly stars: StarsService,
    @Inject(SwapsService) private readonly swaps: SwapsService,
    @Inject(OwnMailService) private readonly ownMail: OwnMailService,
  ) {}

  @Get('agenda')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: agendaView })
  agenda(@CurrentRegistration() participant: Participant): Promise<AgendaView> {
    return this.agendas.view(ownOf(participant));
  }

  /** Gives up one session and takes another instead, in one go. */
  @Post('agenda/swaps')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: agendaView })
  async swap(
    @CurrentRegistration() participant: Participant,
    @Body({ schema: swapOrder }) order: SwapOrder,
  ): Promise<AgendaView> {
    await this.swaps.swap(ownOf(participant), order);
    return this.agendas.view(ownOf(participant));
  }

  @Put('stars/:code')
  @ApiOkResponse({ standardSchema: star })
  star(
    @CurrentRegistration() participant: Participant,
    @Param('code') code: string,
    @Body({ schema: starOrder }) order: StarOrder,
  ): Promise<Star> {
    return this.stars.set(ownOf(participant), code, order);
  }

  @Delete('stars/:code')
  @HttpCode(204)
  async unstar(@CurrentRegistration() participant: Participant, @Param('code') code: string): Promise<void> {
    await this.stars.remove(ownOf(participant), code);
  }

  /** A new address of the calendar; the old one, and the join addresses in it, open nothing any more. */
  @Post('feed/reissue')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: feedAddress })
  reissueFeed(@CurrentRegistration() participant: Participant): Promise<FeedAddress> {
    return this.ownMail.reissueFeed(ownOf(participant));
  }

  /** Which mail that is not essential is wanted. */
  @Put('mail')
  @HttpCode(200)
  chooseMail(
    @CurrentRegistration() participant: Participant,
    @Body({ schema: mailChoices }) choices: MailChoices,
  ): Promise<Required<MailChoices>> {
    return this.ownMail.choose(ownOf(participant), choices);
  }
}
