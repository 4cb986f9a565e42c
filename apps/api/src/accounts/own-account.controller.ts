import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ownAccount, passwordChange, type LoginSession, type OwnAccount, type PasswordChange } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { idParam } from '../platform/id-param.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentLogin } from './access.js';
import type { Credential } from './credential.js';
import { OwnAccountService } from './own-account.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** One's own account: password, and where one is signed in. */
@ApiTags('account')
@Access('account')
@Controller('api/v1/account')
export class OwnAccountController {
  private readonly wrongPasswords = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(OwnAccountService) private readonly accounts: OwnAccountService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: ownAccount })
  read(@CurrentLogin() login: Login): Promise<OwnAccount> {
    return this.accounts.read(login);
  }

  /** Problems: 403 `proof.needed`, 422 `input.invalid` that names the field, 409 `account.noAddress`, 429 `tries.tooMany`. */
  @Put('password')
  @HttpCode(204)
  async setPassword(
    @CurrentLogin() login: Login,
    @Body({ schema: passwordChange }) change: PasswordChange,
  ): Promise<void> {
    const now = this.clock.now();
    if (this.config.rateLimit === 'on') this.wrongPasswords.check(login.accountId, now);
    await this.accounts.setPassword(login, change).catch((error: unknown) => {
      if (error instanceof Problem && error.code !== 'proof.needed') this.wrongPasswords.note(login.accountId, now);
      throw error;
    });
  }

  @Get('login-sessions')
  @Header('cache-control', 'no-store')
  async loginSessions(@CurrentLogin() login: Login): Promise<{ items: LoginSession[]; next: null }> {
    return { items: await this.accounts.loginSessions(login), next: null };
  }

  /** All but the one that asks. */
  @Delete('login-sessions')
  @HttpCode(204)
  revokeOthers(@CurrentLogin() login: Login): Promise<void> {
    return this.accounts.revokeOthers(login);
  }

  @Delete('login-sessions/:id')
  @HttpCode(204)
  revoke(@CurrentLogin() { accountId }: Login, @Param('id', idParam) id: string): Promise<void> {
    return this.accounts.revoke(accountId, id);
  }
}
