import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  oidcBeginning,
  oidcQuestion,
  providerAcceptance,
  type OidcBeginning,
  type OidcQuestion,
  type ProviderAcceptance,
} from '@kopa/contracts';
import { returnPath } from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentCredential } from './access.js';
import { signInLinkLasts } from './challenges.js';
import type { Credential } from './credential.js';
import { loginSessionLasts } from './login.service.js';
import { OidcClient } from './oidc-client.js';
import { NotAccepted, OidcSignInService } from './oidc-sign-in.service.js';
import { askedCookie, askedCookieName, askedOf, cookieOf, loginCookie } from './secret.js';

/**
 * Signing in by an OpenID Connect provider. A person follows these addresses in a browser: what goes wrong is told on the
 * page where they sign in.
 */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/oidc')
export class OidcController {
  /** Each is a row: a hall of organisers may, a flood may not. */
  private readonly beginnings = new RateLimit(200, 15 * 60);
  /** Counts failures only, as for signing in. */
  private readonly failuresByAddress = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(OidcSignInService) private readonly signIns: OidcSignInService,
    @Inject(OidcClient) private readonly client: OidcClient,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Leads to the provider; `to` is the page to come back to. Problem 404 `oidc.off`. */
  @Get('begin')
  async begin(
    @Query({ schema: oidcBeginning }) { to }: OidcBeginning,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { publicUrl } = this.config;
    const asked = askedOf(request.headers.cookie, publicUrl);
    await this.told(request, reply, async () => {
      if (this.config.rateLimit === 'on') this.beginnings.count(request.ip, this.clock.now());
      const question = await this.signIns.begin(asked, returnPath(to ?? ''));
      void reply.header('set-cookie', askedCookie(publicUrl, asked, signInLinkLasts / 1000));
      return question.href;
    });
  }

  /**
   * Where a browser is sent to that accepts an invitation by the provider: asked for by our own page, as the secret must
   * stand in no address. Problems: 401 `challenge.invalid`, 404 `oidc.off`, 429 `tries.tooMany`, 502 `oidc.unavailable`.
   */
  @Post('invitation')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: oidcQuestion })
  async beginAcceptance(
    @Body({ schema: providerAcceptance }) acceptance: ProviderAcceptance,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OidcQuestion> {
    this.demandProvider();
    const { publicUrl } = this.config;
    const at = this.clock.now();
    if (this.config.rateLimit === 'on') {
      this.failuresByAddress.check(ip, at);
      this.beginnings.count(ip, at);
    }
    const asked = askedOf(headers.cookie, publicUrl);
    const question = await this.signIns.beginAcceptance(asked, acceptance).catch((error: unknown) => {
      if (isGuess(error)) this.failuresByAddress.note(ip, at);
      throw error;
    });
    void reply.header('set-cookie', askedCookie(publicUrl, asked, signInLinkLasts / 1000));
    return { url: question.href };
  }

  /** Where the provider leads back to. Problem 404 `oidc.off`. */
  @Get('callback')
  async callback(
    @CurrentCredential() former: Credential | null,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { ip, headers, url } = request;
    const { publicUrl } = this.config;
    const asked = cookieOf(headers.cookie, askedCookieName(publicUrl));
    await this.told(request, reply, async () => {
      const at = this.clock.now();
      if (this.config.rateLimit === 'on') this.failuresByAddress.check(ip, at);
      const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
      const browser = { former, userAgent: headers['user-agent'] ?? '', asked };
      const outcome = await this.signIns.answer(search, browser).catch((error: unknown) => {
        if (isGuess(error instanceof NotAccepted ? error.cause : error)) this.failuresByAddress.note(ip, at);
        throw error;
      });
      // The secret is in the fragment, which no server, log or Referer sees.
      if ('codeSecret' in outcome) return `/sign-in?step=code#${outcome.codeSecret}`;
      void reply.header('set-cookie', loginCookie(publicUrl, outcome.loginSecret, loginSessionLasts / 1000));
      return outcome.to ?? '/organise';
    });
  }

  private demandProvider(): void {
    if (this.client.name === null) throw new Problem(404, 'oidc.off', 'This server has no provider to sign in with.');
  }

  /**
   * Leads to what `work` says, or to where people sign in or accept their invitation, with the code of what went wrong and
   * the id under which it was logged.
   */
  private async told(request: FastifyRequest, reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    this.demandProvider();
    const next = await work().catch((thrown: unknown) => {
      const [page, fragment, error] =
        thrown instanceof NotAccepted ? ['/invitation', `#${thrown.secret}`, thrown.cause] : ['/sign-in', '', thrown];
      const code = error instanceof Problem ? error.code : 'internal';
      if (error instanceof Problem)
        request.log.warn({ code, reason: reasonsOf(error) }, 'signing in by the provider failed');
      else request.log.error({ code, err: error }, 'signing in by the provider failed');
      return `${page}?${new URLSearchParams({ failed: code, id: request.id }).toString()}${fragment}`;
    });
    void reply.header('cache-control', 'no-store').redirect(next, 302);
  }
}

/** Neither a provider that is down nor somebody who changed their mind is a guess. */
const isGuess = (error: unknown): boolean =>
  error instanceof Problem && error.status === 401 && error.code !== 'oidc.denied';

/** Words of an error and of what caused it. What a provider answered is not logged: it may open something. */
function reasonsOf(error: unknown): string {
  const reasons: string[] = [];
  for (let one = error; one instanceof Error && reasons.length < 4; one = one.cause) {
    const { error_description: said } = one as { error_description?: unknown };
    reasons.push(typeof said === 'string' ? `${one.message} (${said})` : one.message);
  }
  return reasons.join(': ');
}
