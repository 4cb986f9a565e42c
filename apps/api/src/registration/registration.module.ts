import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessService } from '../accounts/access.service.js';
import { LiveModule } from '../live/live.module.js';
import { LiveRegistry } from '../live/live-registry.js';
import { ProgrammeModule } from '../programme/programme.module.js';
import { CountsBroadcast } from './counts.js';
import { managePrefix, ManageTokens } from './manage-tokens.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { RegistrationEntity } from './registration.entity.js';
import { RegistrationsController } from './registrations.controller.js';
import { RegistrationsService } from './registrations.service.js';
import { Settling } from './settling.js';

@Module({
  imports: [LiveModule, ProgrammeModule],
  controllers: [RegistrationsController, PlacesController],
  providers: [RegistrationsService, PlacesService, ManageTokens, Settling, CountsBroadcast],
})
export class RegistrationModule implements OnModuleInit {
  constructor(
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(ManageTokens) private readonly tokens: ManageTokens,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.access.useParticipants({
      prefix: managePrefix,
      resolve: async (token) => {
        const proved = await this.tokens.read('manage', token);
        if (proved === null) return null;
        const row = await this.dataSource.manager.findOne(RegistrationEntity, {
          where: { id: proved.id },
          select: { id: true, eventId: true, code: true, status: true, tokenVersion: true },
        });
        if (row === null || row.tokenVersion !== proved.version || row.status === 'cancelled') return null;
        return { kind: 'registration', registrationId: row.id, eventId: row.eventId, code: row.code };
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
