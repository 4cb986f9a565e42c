import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  acceptance,
  booking,
  bookingOrder,
  erasure,
  fileAnswer,
  invitationStanding,
  passingOn,
  registrationAnswer,
  registrationPatch,
  registrationRequest,
  registrationView,
  seatChoice,
  type Acceptance,
  type Booking,
  type BookingOrder,
  type RegistrationAnswer,
  type RegistrationPatch,
  type RegistrationRequest,
  type Erasure,
  type FileAnswer,
  type InvitationStanding,
  type PassingOn,
  type RegistrationView,
  type SeatChoice,
} from '@kopa/contracts';
import { Access, CurrentRegistration } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { bearerOf, participantCookieName, secretCookie } from '../accounts/secret.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { idParam } from '../platform/id-param.js';
import { seenVersion } from '../platform/if-match.js';
import { RateLimit } from '../platform/rate-limit.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { AnswerFiles } from './answer-files.js';
import { BookingsService } from './bookings.service.js';
import { RegisteringService } from './registering.service.js';
import { RegistrationsService, type Own } from './registrations.service.js';

type Participant = Extract<Credential, { kind: 'registration' }>;

const ownOf = ({ registrationId, eventId }: Participant): Own => ({ id: registrationId, eventId });

const confirmation = z.strictObject({
  token: z.string().max(200),
  choice: z.union([z.literal('another-person'), z.strictObject({ replace: z.guid('must be a UUID') })]).optional(),
});
const fileQuery = z.strictObject({ name: z.string().trim().min(1).max(200) });
const year = 365 * 24 * 3600;

/** Registering, and what is one's own afterwards. */
@ApiTags('registration')
@Controller('api/v1/events/:slug')
export class RegistrationsController {
  // A hall of hundreds shares one address and hears "register now"; one mailbox (an association's info@) is shared by few.
  private readonly byAddress = new RateLimit(600, 60);
  private readonly byMailbox = new RateLimit(30, 3600);
  /** Changes of one's own: more than anybody taps, less than a loop. */
  private readonly byPerson = new RateLimit(120, 60);
  private readonly filesByAddress = new RateLimit(60, 3600);
  /** Codes that are looked at: a delegation's office types some, guessing takes millions. */
  private readonly codesByAddress = new RateLimit(60, 60);

  constructor(
    @Inject(RegisteringService) private readonly registering: RegisteringService,
    @Inject(RegistrationsService) private readonly registrations: RegistrationsService,
    @Inject(BookingsService) private readonly bookings: BookingsService,
    @Inject(AnswerFiles) private readonly files: AnswerFiles,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('registrations')
  @Access('public')
  @ApiCreatedResponse({ standardSchema: registrationAnswer })
  async create(
    @Param('slug') slug: string,
    @Body({ schema: registrationRequest }) request: RegistrationRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationAnswer> {
    if (this.config.rateLimit === 'on') {
      const now = this.clock.now();
      this.byAddress.count(ip, now);
      this.byMailbox.count(request.email, now);
    }
    const answer = await this.registering.create(await this.eventId(slug), request, idempotencyKey);
    void reply.header('set-cookie', this.cookie(answer.manageToken, year)).header('cache-control', 'no-store');
    return answer;
  }

  /** Whether an invitation code holds, for who has just typed it. */
  @Get('registration/invitations/:code')
  @Access('public')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: invitationStanding })
  async invitation(
    @Param('slug') slug: string,
    @Param('code') code: string,
    @Req() { ip }: FastifyRequest,
  ): Promise<InvitationStanding> {
    if (this.config.rateLimit === 'on') this.codesByAddress.count(ip, this.clock.now());
    return this.registering.invitation(await this.eventId(slug), code);
  }

  /** A file that answers a question, as its bytes; it is forgotten if nobody registers with it within a day. */
  @Post('registration/files')
  @Access('public')
  @ApiConsumes('application/octet-stream')
  @ApiCreatedResponse({ standardSchema: fileAnswer })
  async keepFile(
    @Param('slug') slug: string,
    @Query({ schema: fileQuery }) { name }: z.infer<typeof fileQuery>,
    @Body() bytes: unknown,
    @Req() { ip }: FastifyRequest,
  ): Promise<FileAnswer> {
    if (this.config.rateLimit === 'on') this.filesByAddress.count(ip, this.clock.now());
    return this.files.keep(await this.eventId(slug), name, bytes);
  }

  /** By the mailed link: the token is in the body, so that no log has it. */
  @Post('registrations/confirm')
  @Access('public')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationView })
  confirm(
    @Param('slug') _slug: string,
    @Body({ schema: confirmation }) { token, choice }: z.infer<typeof confirmation>,
  ): Promise<RegistrationView> {
    return this.registering.confirm(token, choice ?? null);
  }

  /** A browser that opened the manage link keeps its token in a cookie that no script reads. */
  @Put('me/cookie')
  @Access('registration')
  @HttpCode(204)
  keep(
    @Param('slug') _slug: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): void {
    const token = bearerOf(authorization);
    if (token !== undefined) void reply.header('set-cookie', this.cookie(token, year));
  }

  @Delete('me/cookie')
  @Access('public')
  @HttpCode(204)
  leave(@Param('slug') _slug: string, @Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('set-cookie', this.cookie('', 0));
  }

  @Get('me')
  @Access('registration')
  @ApiBearerAuth()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: registrationView })
  async me(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationView> {
    const view = await this.registrations.read(participant.registrationId);
    void reply.header('etag', `"${view.version}"`);
    return view;
  }

  /** All that is kept of the person, to take along (GDPR article 20). */
  @Get('me/data')
  @Access('registration')
  @ApiBearerAuth()
  @Header('cache-control', 'no-store')
  @Header('content-disposition', 'attachment; filename="registration.json"')
  ownData(@Param('slug') _slug: string, @CurrentRegistration() participant: Participant): Promise<object> {
    return this.registrations.ownData(participant.registrationId);
  }

  @Patch('me')
  @Access('registration')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: registrationView })
  async patch(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Body({ schema: registrationPatch }) patch: RegistrationPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationView> {
    this.limit(participant);
    const view = await this.registrations.patch(ownOf(participant), patch, seenVersion(ifMatch));
    void reply.header('etag', `"${view.version}"`);
    return view;
  }

  @Delete('me')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(204)
  async cancel(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.registrations.cancel(ownOf(participant));
    void reply.header('set-cookie', this.cookie('', 0));
  }

  /** Erases the person; the answer says what has to be kept nevertheless, and until when. */
  @Post('me/erasure')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: erasure })
  async erase(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Erasure> {
    const answer = await this.registrations.erase(ownOf(participant));
    void reply.header('set-cookie', this.cookie('', 0));
    return answer;
  }

  @Get('me/files/:id')
  @Access('registration')
  @ApiBearerAuth()
  file(
    @Param('slug') _slug: string,
    @CurrentRegistration() { eventId, code }: Participant,
    @Param('id', idParam) id: string,
  ): Promise<StreamableFile> {
    return this.files.read(id, { eventId, code });
  }

  @Post('me/bookings')
  @Access('registration')
  @ApiBearerAuth()
  @ApiCreatedResponse({ standardSchema: booking })
  book(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Body({ schema: bookingOrder }) order: BookingOrder,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
  ): Promise<Booking> {
    this.limit(participant);
    return this.bookings.book(ownOf(participant), order, idempotencyKey);
  }

  @Delete('me/bookings/:id')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(204)
  async unbook(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Param('id', idParam) id: string,
  ): Promise<void> {
    await this.bookings.unbook(ownOf(participant), id);
  }

  @Post('me/bookings/:id/accept')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(200)
  accept(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Param('id', idParam) id: string,
    @Body({ schema: acceptance }) answer: Acceptance,
  ): Promise<RegistrationView> {
    return this.bookings.accept(ownOf(participant), id, answer);
  }

  @Put('me/bookings/:id/seat')
  @Access('registration')
  @ApiBearerAuth()
  @ApiOkResponse({ standardSchema: registrationView })
  chooseSeat(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Param('id', idParam) id: string,
    @Body({ schema: seatChoice }) choice: SeatChoice,
  ): Promise<RegistrationView> {
    this.limit(participant);
    return this.bookings.chooseSeat(ownOf(participant), id, choice);
  }

  /** To a colleague of the same delegation. */
  @Post('me/bookings/:id/pass')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: registrationView })
  passOn(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Param('id', idParam) id: string,
    @Body({ schema: passingOn }) order: PassingOn,
  ): Promise<RegistrationView> {
    return this.bookings.passOn(ownOf(participant), id, order);
  }

  @Post('me/bookings/:id/decline')
  @Access('registration')
  @ApiBearerAuth()
  @HttpCode(200)
  decline(
    @Param('slug') _slug: string,
    @CurrentRegistration() participant: Participant,
    @Param('id', idParam) id: string,
  ): Promise<RegistrationView> {
    return this.bookings.decline(ownOf(participant), id);
  }

  private limit({ registrationId }: Participant): void {
    if (this.config.rateLimit === 'on') this.byPerson.count(registrationId, this.clock.now());
  }

  private async eventId(slug: string): Promise<string> {
    return (await this.published.bySlug(slug)).programme.event.id;
  }

  private cookie(token: string, maxAge: number): string {
    const { publicUrl } = this.config;
    return secretCookie(participantCookieName(publicUrl), token, { maxAge, publicUrl });
  }
}
