import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  invitationAcceptance,
  invitationLook,
  invitedTo,
  type InvitationAcceptance,
  type InvitationLook,
  type InvitedTo,
} from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentCredential } from './access.js';
import type { Credential } from './credential.js';
import { InvitationService } from './invitation.service.js';
import { loginSessionLasts } from './login.service.js';
import { loginCookie } from './secret.js';

/** Invitations in the hands of those who got them. */
@ApiTags('organisers')
@Access('public')
@Controller('api/v1/invitations')
export class InvitationController {
  /** Counts failures only, as for signing in. */
  private readonly failuresByAddress = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(InvitationService) private readonly invitations: InvitationService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What the invitation is; it stays open, as mail scanners look too. Problem 401 `challenge.invalid`. */
  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: invitedTo })
  look(
    @Body({ schema: invitationLook }) { challenge }: InvitationLook,
    @Req() { ip }: FastifyRequest,
  ): Promise<InvitedTo> {
    return this.limited(ip, () => this.invitations.look(challenge));
  }

  /** Problems: 401 `challenge.invalid`, `secondFactor.missing` or `secondFactor.wrong`, 422 `input.invalid` for a password that is not taken. */
  @Post('accept')
  @HttpCode(200)
  async accept(
    @Body({ schema: invitationAcceptance }) acceptance: InvitationAcceptance,
    @CurrentCredential() former: Credential | null,
    @Req() { ip, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ slug: string }> {
    const browser = { former, userAgent: headers['user-agent'] ?? '' };
    const { secret, slug } = await this.limited(ip, () => this.invitations.accept(acceptance, browser));
    void reply.header('set-cookie', loginCookie(this.config.publicUrl, secret, loginSessionLasts / 1000));
    return { slug };
  }

  private async limited<T>(ip: string, work: () => Promise<T>): Promise<T> {
    if (this.config.rateLimit === 'on') this.failuresByAddress.check(ip, this.clock.now());
    try {
      return await work();
    } catch (error) {
      // A password that is too short is no guess at a link.
      const isFailure = error instanceof Problem && error.status === 401 && error.code !== 'secondFactor.missing';
      if (isFailure) this.failuresByAddress.note(ip, this.clock.now());
      throw error;
    }
  }
}
