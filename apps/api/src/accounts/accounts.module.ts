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
import { OidcClient } from './oidc-client.js';
import { OidcController } from './oidc.controller.js';
import { OidcSignInService } from './oidc-sign-in.service.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnAccountService } from './own-account.service.js';
import { PasskeyChallengesController } from './passkey-challenges.controller.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { ProofController } from './proof.controller.js';
import { ProofService } from './proof.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';
import { SignInLinksController } from './sign-in-links.controller.js';
import { SignInWaysController } from './sign-in-ways.controller.js';

@Global()
@Module({
  controllers: [
    LoginController,
    SignInLinksController,
    SignInWaysController,
    OidcController,
    InvitationController,
    OwnAccountController,
    PasskeyChallengesController,
    PasskeysController,
    SecondFactorController,
    ProofController,
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
    PasskeysService,
    SecondFactorService,
    PasskeySignInService,
    ProofService,
    OidcClient,
    OidcSignInService,
    MembersService,
    ApiTokensService,
    AuditTrail,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [DeletedEvents, AccessService, LoginService, AuditTrail],
})
export class AccountsModule {}
