import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { Access, CurrentCredential } from './access.js';
import type { Credential } from './credential.js';
import { LoginService, loginSessionLasts } from './login.service.js';
import { loginCookieName } from './secret.js';

const signInRequest = z.strictObject({ challenge: z.string().min(20).max(200) });
const tries = { most: 10, within: 15 * 60_000 };

/** Login sessions of people; programs use API tokens. */
@ApiTags('login sessions')
@Access('public')
@Controller('api/v1/login-sessions')
export class LoginController {
  private readonly failuresByAddress = new Map<string, number[]>();

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
    const secret = await this.limited(ip, () => this.logins.signIn(request.challenge, former));
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
    const secure = this.config.publicUrl.startsWith('https:') ? '; Secure' : '';
    return `${loginCookieName(this.config.publicUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
  }

  /** Counts failures only: a hall of organisers behind one address may all sign in. */
  private async limited<T>(address: string, signIn: () => Promise<T>): Promise<T> {
    const now = this.clock.now().getTime();
    const recent = (this.failuresByAddress.get(address) ?? []).filter((at) => at > now - tries.within);
    if (this.config.rateLimit === 'on' && recent.length >= tries.most) {
      throw new Problem(429, 'tries.tooMany', 'Too many tries: wait a quarter of an hour.');
    }
    try {
      return await signIn();
    } catch (error) {
      if (this.failuresByAddress.size > 10_000) this.failuresByAddress.clear();
      this.failuresByAddress.set(address, [...recent, now]);
      throw error;
    }
  }
}
