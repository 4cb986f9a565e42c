import { Controller, Get, Header, HttpCode, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import QRCode from 'qrcode';
import { z } from 'zod';
import { ticket, type Ticket } from '@kopa/contracts';
import { Access, CurrentRegistration } from '../../accounts/access.js';
import type { Credential } from '../../accounts/credential.js';
import { LinksOf } from '../letters/links.js';
import { readerOf } from '../letters/reader.js';
import { fileName } from '../letters/file-name.js';
import { ticketPdf } from './ticket-pdf.js';
import { TicketService } from './ticket.service.js';

type Participant = Extract<Credential, { kind: 'registration' }>;

const language = z.object({
  lang: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"')
    .optional(),
});

const ownOf = ({ registrationId, eventId }: Participant) => ({ id: registrationId, eventId });

/** One's own ticket, to be shown, kept and printed. */
@ApiTags('ticket')
@ApiBearerAuth()
@Access('registration')
@Controller('api/v1/events/:slug')
export class TicketController {
  constructor(
    @Inject(TicketService) private readonly tickets: TicketService,
    @Inject(LinksOf) private readonly links: LinksOf,
  ) {}

  @Get('me/ticket')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: ticket })
  async ticket(@CurrentRegistration() participant: Participant): Promise<Ticket> {
    return (await this.tickets.own(ownOf(participant))).ticket;
  }

  @Get('me/ticket.pdf')
  @Header('cache-control', 'no-store')
  async pdf(
    @CurrentRegistration() participant: Participant,
    @Query({ schema: language }) { lang }: z.infer<typeof language>,
  ): Promise<StreamableFile> {
    const { ticket: own, agenda, present } = await this.tickets.own(ownOf(participant));
    const { programme } = present;
    const person = { ...agenda.owner, locale: lang ?? agenda.owner.locale };
    const reader = readerOf(programme, person, await this.links.of(agenda.owner, programme.event.slug));
    return new StreamableFile(await ticketPdf(reader, own), {
      type: 'application/pdf',
      // RFC 6266: the second name is for all who know letters beyond ASCII.
      disposition: `attachment; filename="ticket.pdf"; filename*=UTF-8''${encodeURIComponent(fileName(reader.words.confirmed.ticketFile, own.name, 'pdf'))}`,
    });
  }

  @Get('me/ticket.svg')
  @Header('cache-control', 'no-store')
  @Header('content-type', 'image/svg+xml')
  @Header('content-security-policy', "default-src 'none'")
  async svg(@CurrentRegistration() participant: Participant): Promise<string> {
    const { ticket: own } = await this.tickets.own(ownOf(participant));
    return QRCode.toString(own.code, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  }

  /** A new ticket; the one before opens nothing any more. */
  @Post('me/ticket/reissue')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: ticket })
  reissue(@CurrentRegistration() participant: Participant): Promise<Ticket> {
    return this.tickets.reissue(ownOf(participant));
  }

  /** By which tickets are checked where there is no network: Ed25519, as PEM (SPKI). */
  @Get('ticket-key')
  @Access('public')
  @Header('cache-control', 'public, max-age=300')
  @Header('content-type', 'application/x-pem-file')
  publicKey(): Promise<string> {
    return this.tickets.publicKey();
  }
}
