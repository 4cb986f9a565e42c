import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DeletedEvents } from '../events/deleted-events.js';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import { ApiTokensController } from './api-tokens.controller.js';
import { ApiTokensService } from './api-tokens.service.js';
import { AuditController } from './audit.controller.js';
import { AuditTrail } from './audit-trail.js';
import { InvitationController } from './invitation.controller.js';
import { InvitationService } from './invitation.service.js';
import { LoginController } from './login.controller.js';
import { LoginService } from './login.service.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnAccountService } from './own-account.service.js';
import { SignInLinksController } from './sign-in-links.controller.js';

@Global()
@Module({
  controllers: [
    LoginController,
    SignInLinksController,
    InvitationController,
    OwnAccountController,
    MembersController,
    ApiTokensController,
    AuditController,
  ],
  providers: [
    DeletedEvents,
    AccessService,
    LoginService,
    InvitationService,
    OwnAccountService,
    MembersService,
    ApiTokensService,
    AuditTrail,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [DeletedEvents, AccessService, LoginService],
})
export class AccountsModule {}
