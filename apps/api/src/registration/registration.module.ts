import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessService } from '../accounts/access.service.js';
import type { Credential } from '../accounts/credential.js';
import { LiveModule } from '../live/live.module.js';
import { LiveRegistry } from '../live/live-registry.js';
import { StreamTail } from '../live/stream-tail.js';
import { EventSetupService } from '../programme/event-setup.service.js';
import { copyRules } from './copied-rules.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { AnswerFiles } from './answer-files.js';
import { AttendanceDays } from './attendance-days.js';
import { BookingsService } from './bookings.service.js';
import { CountsBroadcast } from './counts.js';
import { EventDeletionController } from './event-deletion.controller.js';
import { EventDeletionService } from './event-deletion.service.js';
import { DraftBookedController } from './draft-booked.controller.js';
import { DeskController } from './desk.controller.js';
import { DeskService } from './desk.service.js';
import { GoNoGoes } from './go-no-goes.js';
import { InvitationCodesController } from './invitation-codes.controller.js';
import { InvitationCodesService } from './invitation-codes.service.js';
import { LinkTokens, managePrefix, partsOf } from './link-tokens.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { PoolIds } from './pool-ids.js';
import { Presents } from './present.js';
import { RegisteringService } from './registering.service.js';
import { RegistrationsController } from './registrations.controller.js';
import { RegistrationsService } from './registrations.service.js';
import { Retention } from './retention.js';
import { Settling } from './settling.js';
import { TermsController } from './terms.controller.js';
import { TermsService } from './terms.service.js';
import { WaitlistDeedsService } from './waitlist-deeds.service.js';
import { WaitlistsController } from './waitlists.controller.js';
import { WaitlistsService } from './waitlists.service.js';

@Module({
  imports: [LiveModule, ProgrammeModule],
  controllers: [
    RegistrationsController,
    PlacesController,
    DeskController,
    InvitationCodesController,
    TermsController,
    PeopleController,
    DraftBookedController,
    EventDeletionController,
    WaitlistsController,
  ],
  providers: [
    PoolIds,
    Presents,
    AttendanceDays,
    BookingsService,
    RegisteringService,
    RegistrationsService,
    DeskService,
    InvitationCodesService,
    TermsService,
    PeopleService,
    EventDeletionService,
    PlacesService,
    WaitlistsService,
    WaitlistDeedsService,
    LinkTokens,
    AnswerFiles,
    GoNoGoes,
    Retention,
    Settling,
    CountsBroadcast,
  ],
  exports: [Presents, LinkTokens, BookingsService, Settling, RegisteringService],
})
export class RegistrationModule implements OnModuleInit {
  constructor(
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamTail) private readonly tail: StreamTail,
    @Inject(PoolIds) private readonly pools: PoolIds,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(EventSetupService) private readonly setup: EventSetupService,
  ) {}

  onModuleInit(): void {
    this.setup.onCopy(copyRules);
    this.tail.onReset(() => {
      this.tokens.forget();
      this.access.forget();
      this.pools.forget();
      this.presents.forget();
    });
    this.access.useParticipants({
      prefix: managePrefix,
      resolve: (tokens) => this.participants(tokens),
      ended: (tokens) => this.ended(tokens),
    });
    this.registry.registerStream({
      name: 'me',
      authorise: (credential, event, stream) =>
        credential?.kind === 'registration' && credential.eventId === event.id && stream === `me:${credential.code}`,
      own: (credential) => (credential?.kind === 'registration' ? `me:${credential.code}` : null),
    });
  }

  private async participants(tokens: readonly string[]): Promise<Map<string, Credential>> {
    const proved = await Promise.all(
      tokens.map(async (token) => ({ token, ...(await this.tokens.read('manage', token)) })),
    );
    const asked = proved.filter(({ id }) => id !== undefined);
    if (asked.length === 0) return new Map();
    const rows: { token: string; registrationId: string; eventId: string; eventSlug: string; code: string }[] =
      await this.dataSource.query(
        `SELECT a.token, r.id AS "registrationId", r.event_id AS "eventId", e.slug AS "eventSlug", r.code
           FROM unnest($1::text[], $2::uuid[], $3::int[]) AS a(token, id, version)
           JOIN registrations r ON r.id = a.id AND r.token_version = a.version AND r.status <> 'cancelled'
           JOIN events e ON e.id = r.event_id`,
        [asked.map(({ token }) => token), asked.map(({ id }) => id), asked.map(({ version }) => version)],
      );
    return new Map(rows.map(({ token, ...row }) => [token, { kind: 'registration', ...row }]));
  }

  private async ended(tokens: readonly string[]): Promise<Set<string>> {
    const said = tokens.map((token) => partsOf('manage', token));
    const rows: { nth: number }[] = await this.dataSource.query(
      `SELECT a.nth::int AS nth FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS a(id, version, nth)
         LEFT JOIN registrations r ON r.id = a.id AND r.token_version = a.version AND r.status <> 'cancelled'
        WHERE r.id IS NULL`,
      [said.map((parts) => parts?.id ?? null), said.map((parts) => parts?.version ?? null)],
    );
    return new Set(rows.flatMap(({ nth }) => tokens[nth - 1] ?? []));
  }
}
