import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { RateLimit } from '../platform/rate-limit.js';
import { Access, CurrentCredential } from './access.js';
import type { Credential } from './credential.js';
import { LoginService, loginSessionLasts } from './login.service.js';
import { loginCookieName, secretCookie } from './secret.js';

const signInRequest = z.strictObject({ challenge: z.string().min(20).max(200) });

/** Login sessions of people; programs use API tokens. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/login-sessions')
export class LoginController {
  /** Counts failures only: a hall of organisers behind one address may all sign in. */
  private readonly failuresByAddress = new RateLimit(10, 15 * 60);

  constructor(
    @Inject(LoginService) private readonly logins: LoginService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post()
  async signIn(
    @Body({ schema: signInRequest }) request: z.infer<typeof signInRequest>,
    @CurrentCredential() former: Credential | null,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ signedIn: true }> {
    if (this.config.rateLimit === 'on') this.failuresByAddress.check(ip, this.clock.now());
    const secret = await this.logins.signIn(request.challenge, former).catch((error: unknown) => {
      this.failuresByAddress.note(ip, this.clock.now());
      throw error;
    });
    void reply.header('set-cookie', this.cookie(secret, loginSessionLasts / 1000));
    return { signedIn: true };
  }

  @Get('current')
  async current(
    @CurrentCredential() credential: Credential | null,
  ): Promise<{ kind: Credential['kind']; roles: Record<string, Role> }> {
    if (credential === null) throw new Problem(401, 'credential.missing', 'Nobody is signed in.');
    return { kind: credential.kind, roles: await this.logins.rolesBySlug(credential) };
  }

  @Delete('current')
  @HttpCode(204)
  async signOut(
    @CurrentCredential() credential: Credential | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (credential?.kind === 'login') await this.logins.signOut(credential.loginSessionId);
    void reply.header('set-cookie', this.cookie('', 0));
  }

  private cookie(secret: string, maxAge: number): string {
    const { publicUrl } = this.config;
    return secretCookie(loginCookieName(publicUrl), secret, { maxAge, publicUrl });
  }
}
