import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signInRequest, type OrganisedEvent, type Role, type SignInRequest } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentCredential } from './access.js';
import type { Credential } from './credential.js';
import { type Browser, LoginService, loginSessionLasts } from './login.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { askedCookieName, cookieOf, loginCookie } from './secret.js';

/** Login sessions of people; programs use API tokens. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/login-sessions')
export class LoginController {
  /** Counts failures only: a hall of organisers behind one address may all sign in. */
  private readonly failuresByAddress = new RateLimit(10, 15 * 60);
  /** Guesses at one account from many addresses; a link by mail still lets its owner in. */
  private readonly failuresByAccount = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(LoginService) private readonly logins: LoginService,
    @Inject(PasskeySignInService) private readonly passkeys: PasskeySignInService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Problems: 401 `challenge.invalid`, `challenge.otherBrowser`, `password.wrong`, `passkey.late`, `passkey.unknown`,
   * `passkey.invalid`, `secondFactor.missing` or `secondFactor.wrong`, 429 `tries.tooMany`.
   */
  @Post()
  async signIn(
    @Body({ schema: signInRequest }) request: SignInRequest,
    @CurrentCredential() former: Credential | null,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ signedIn: true; to?: string }> {
    const now = this.clock.now();
    const account = 'email' in request ? request.email : null;
    if (this.config.rateLimit === 'on') {
      this.failuresByAddress.check(ip, now);
      if (account !== null) this.failuresByAccount.check(account, now);
    }
    const asked = cookieOf(headers.cookie, askedCookieName(this.config.publicUrl));
    const browser: Browser = { former, userAgent: headers['user-agent'] ?? '', asked };
    const opened: Promise<{ secret: string; to?: string }> =
      'email' in request
        ? this.logins.signInByPassword(request, browser)
        : 'passkey' in request
          ? this.passkeys.signIn(request.passkey, browser)
          : this.logins.signIn(request.challenge, request.code, browser);
    const { secret, ...led } = await opened.catch((error: unknown) => {
      // That a code is asked for next is no failure.
      if (error instanceof Problem && error.code === 'secondFactor.missing') throw error;
      this.failuresByAddress.note(ip, now);
      if (account !== null) this.failuresByAccount.note(account, now);
      throw error;
    });
    void reply.header('set-cookie', loginCookie(this.config.publicUrl, secret, loginSessionLasts / 1000));
    return { signedIn: true, ...led };
  }

  @Get('current')
  async current(
    @CurrentCredential() credential: Credential | null,
  ): Promise<{ kind: Credential['kind']; roles: Record<string, Role>; events: OrganisedEvent[] }> {
    if (credential === null) throw new Problem(401, 'credential.missing', 'Nobody is signed in.');
    const events = await this.logins.organised(credential);
    return { kind: credential.kind, roles: Object.fromEntries(events.map(({ slug, role }) => [slug, role])), events };
  }

  @Delete('current')
  @HttpCode(204)
  async signOut(
    @CurrentCredential() credential: Credential | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (credential?.kind === 'login') await this.logins.signOut(credential.loginSessionId);
    void reply.header('set-cookie', loginCookie(this.config.publicUrl, '', 0));
  }
}
