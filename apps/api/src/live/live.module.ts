import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { may } from '../accounts/access.js';
import { ChangesController } from './changes.controller.js';
import { LiveAccess } from './live-access.js';
import { LiveGateway } from './live.gateway.js';
import { LiveRegistry } from './live-registry.js';
import { Replay } from './replay.js';
import { StreamService } from './stream.service.js';
import { StreamTail } from './stream-tail.js';

@Module({
  imports: [AccountsModule],
  controllers: [ChangesController],
  providers: [StreamService, StreamTail, LiveRegistry, LiveAccess, Replay, LiveGateway],
  exports: [StreamService, StreamTail, LiveRegistry, LiveGateway],
})
export class LiveModule implements OnModuleInit {
  constructor(@Inject(LiveRegistry) private readonly registry: LiveRegistry) {}

  onModuleInit(): void {
    this.registry.registerStream({ name: 'event', authorise: () => true });
    this.registry.registerStream({
      name: 'organisers',
      authorise: (credential, event) => may(credential, event.id, 'organisers.follow'),
    });
  }
}
