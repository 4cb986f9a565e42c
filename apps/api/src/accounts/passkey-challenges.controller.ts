import { Controller, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access } from './access.js';
import { signInLinkLasts } from './challenges.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { askedCookie, askedOf } from './secret.js';

/** What a browser asks a passkey by, before anybody is known. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/passkey-challenges')
export class PasskeyChallengesController {
  /** Each is a row: a hall of organisers may, a flood may not. */
  private readonly byAddress = new RateLimit(200, 15 * 60);

  constructor(
    @Inject(PasskeySignInService) private readonly passkeys: PasskeySignInService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Problems: 409 `passkey.noPlace`, 429 `tries.tooMany`. */
  @Post()
  @Header('cache-control', 'no-store')
  async ask(
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    if (this.config.rateLimit === 'on') this.byAddress.count(ip, this.clock.now());
    const { publicUrl } = this.config;
    const asked = askedOf(headers.cookie, publicUrl);
    const options = await this.passkeys.ask(asked);
    void reply.header('set-cookie', askedCookie(publicUrl, asked, signInLinkLasts / 1000));
    return options;
  }
}
