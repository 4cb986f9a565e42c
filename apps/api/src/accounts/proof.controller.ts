import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { proof, type Proof } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentLogin } from './access.js';
import type { Credential } from './credential.js';
import { ProofService } from './proof.service.js';
import { askedCookieName, cookieOf } from './secret.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** Showing once more that it is oneself, before what would give one's account away. */
@ApiTags('account')
@Access('account')
@Controller('api/v1/account/proof')
export class ProofController {
  private readonly wrong = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(ProofService) private readonly proofs: ProofService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Counts for ten minutes, in this login session. Problems: 422 `input.invalid` that names the field; 409
   * `proof.otherWay`; 401 `passkey.late`, `passkey.unknown`, `passkey.invalid`; 429 `tries.tooMany`.
   */
  @Post()
  @HttpCode(204)
  async give(
    @CurrentLogin() login: Login,
    @Body({ schema: proof }) shown: Proof,
    @Req() { headers }: FastifyRequest,
  ): Promise<void> {
    const now = this.clock.now();
    const { publicUrl, rateLimit } = this.config;
    if (rateLimit === 'on') this.wrong.check(login.accountId, now);
    const asked = cookieOf(headers.cookie, askedCookieName(publicUrl));
    await this.proofs.give(login, shown, asked).catch((error: unknown) => {
      if (error instanceof Problem) this.wrong.note(login.accountId, now);
      throw error;
    });
  }
}
