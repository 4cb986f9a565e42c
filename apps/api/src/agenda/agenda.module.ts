import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { AgendaController } from './agenda.controller.js';
import { AgendasService } from './agendas.service.js';
import { Invitations } from './calendar/invitations.js';
import { JoinsController } from './joins.controller.js';
import { JoinsService } from './joins.service.js';
import { Letters } from './letters/letters.service.js';
import { AccountLetters } from './letters/account-letters.js';
import { LinksOf } from './letters/links.js';
import { MessageLetters } from './messages/message-letters.js';
import { PeopleMessagesController } from './messages/people-messages.controller.js';
import { PeopleMessages } from './messages/people-messages.service.js';
import { Notices } from './notices.js';
import { OutboxController } from './outbox.controller.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { OwnCalendarController } from './calendar/own-calendar.controller.js';
import { OwnFeeds } from './calendar/own-feeds.js';
import { PeopleHits } from './people-hits.js';
import { OwnMailService } from './own-mail.service.js';
import { Reminders } from './reminders.js';
import { SpeakerLetters } from './letters/speaker-letters.js';
import { SpeakerController } from './speaker/speaker.controller.js';
import { SpeakerLinksController } from './speaker/speaker-links.controller.js';
import { SpeakerService } from './speaker/speaker.service.js';
import { SpeakerTokens } from './speaker/speaker-tokens.js';
import { StarsService } from './stars.service.js';
import { SwapsService } from './swaps.service.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { TicketController } from './ticket/ticket.controller.js';
import { TicketService } from './ticket/ticket.service.js';

@Module({
  imports: [LiveModule, ProgrammeModule, RegistrationModule],
  controllers: [
    AgendaController,
    OwnCalendarController,
    JoinsController,
    TicketController,
    UnsubscribeController,
    OutboxController,
    OverviewController,
    SpeakerController,
    PeopleMessagesController,
    SpeakerLinksController,
  ],
  providers: [
    AgendasService,
    StarsService,
    SwapsService,
    OwnMailService,
    OverviewService,
    Notices,
    PeopleHits,
    OwnFeeds,
    JoinsService,
    TicketService,
    LinksOf,
    Letters,
    AccountLetters,
    Reminders,
    Invitations,
    SpeakerTokens,
    SpeakerService,
    PeopleMessages,
    MessageLetters,
    SpeakerLetters,
  ],
  exports: [TicketService],
})
export class AgendaModule {}
