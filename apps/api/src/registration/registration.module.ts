import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessService } from '../accounts/access.service.js';
import { LiveModule } from '../live/live.module.js';
import { LiveRegistry } from '../live/live-registry.js';
import { StreamTail } from '../live/stream-tail.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { CountsBroadcast } from './counts.js';
import { DeskController } from './desk.controller.js';
import { DeskService } from './desk.service.js';
import { managePrefix, ManageTokens } from './manage-tokens.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { PoolIds } from './pool-ids.js';
import { RegisteringService } from './registering.service.js';
import { RegistrationsController } from './registrations.controller.js';
import { RegistrationsService } from './registrations.service.js';
import { Settling } from './settling.js';

@Module({
  imports: [LiveModule, ProgrammeModule],
  controllers: [RegistrationsController, PlacesController, DeskController],
  providers: [
    PoolIds,
    RegisteringService,
    RegistrationsService,
    DeskService,
    PlacesService,
    ManageTokens,
    Settling,
    CountsBroadcast,
  ],
})
export class RegistrationModule implements OnModuleInit {
  constructor(
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(ManageTokens) private readonly tokens: ManageTokens,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamTail) private readonly tail: StreamTail,
    @Inject(PoolIds) private readonly pools: PoolIds,
  ) {}

  onModuleInit(): void {
    this.tail.onReset(() => {
      this.tokens.forget();
      this.pools.forget();
    });
    this.access.useParticipants({
      prefix: managePrefix,
      resolve: async (token) => {
        const proved = await this.tokens.read('manage', token);
        if (proved === null) return null;
        const [row]: { eventId: string; eventSlug: string; code: string }[] = await this.dataSource.query(
          `SELECT r.event_id AS "eventId", e.slug AS "eventSlug", r.code FROM registrations r JOIN events e ON e.id = r.event_id
            WHERE r.id = $1 AND r.token_version = $2 AND r.status <> 'cancelled'`,
          [proved.id, proved.version],
        );
        return row === undefined ? null : { kind: 'registration', registrationId: proved.id, ...row };
      },
    });
    this.registry.registerStream({
      name: 'me',
      authorise: (credential, event, stream) =>
        credential?.kind === 'registration' && credential.eventId === event.id && stream === `me:${credential.code}`,
      own: (credential) => (credential?.kind === 'registration' ? `me:${credential.code}` : null),
    });
  }
}
