import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessService } from './access.service.js';
import { LoginController } from './login.controller.js';
import { LoginService } from './login.service.js';

@Global()
@Module({
  controllers: [LoginController],
  providers: [AccessService, LoginService, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessService, LoginService],
})
export class AccountsModule {}
