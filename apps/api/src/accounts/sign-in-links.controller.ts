import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signInLinkRequest, type SignInLinkRequest } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access } from './access.js';
import { signInLinkLasts } from './challenges.js';
import { LoginService } from './login.service.js';
import { askedCookie, askedOf } from './secret.js';

/** Links by mail for organisers who sign in without a password. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/sign-in-links')
export class SignInLinksController {
  private readonly byAddress = new RateLimit(20, 15 * 60);
  /** Nobody's inbox is filled by strangers. */
  private readonly byAccount = new RateLimit(5, 15 * 60);

  constructor(
    @Inject(LoginService) private readonly logins: LoginService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The same answer whether there is such an account or not. Problem 429 `tries.tooMany`. */
  @Post()
  @HttpCode(202)
  async send(
    @Body({ schema: signInLinkRequest }) { email, locale }: SignInLinkRequest,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ sent: true }> {
    if (this.config.rateLimit === 'on') {
      this.byAddress.count(ip, this.clock.now());
      this.byAccount.count(email, this.clock.now());
    }
    const { publicUrl } = this.config;
    const asked = askedOf(headers.cookie, publicUrl);
    await this.logins.sendLink(email, locale, asked);
    void reply.header('set-cookie', askedCookie(publicUrl, asked, signInLinkLasts / 1000));
    return { sent: true };
  }
}
