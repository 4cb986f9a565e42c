import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
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
  private readonly triesByAddress = new Map<string, number[]>();

  constructor(
    @Inject(LoginService) private readonly logins: LoginService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  async signIn(
    @Body({ schema: signInRequest }) request: z.infer<typeof signInRequest>,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ signedIn: true }> {
    this.countTry(ip);
    const secret = await this.logins.signIn(request.challenge);
    void reply.header('set-cookie', this.cookie(secret, loginSessionLasts / 1000));
    return { signedIn: true };
  }

  @Get('current')
  current(@CurrentCredential() credential: Credential | null): object {
    if (credential === null) throw new Problem(401, 'credential.missing', 'Nobody is signed in.');
    return credential.kind === 'token'
      ? { kind: 'token', eventId: credential.eventId, role: credential.role }
      : { kind: 'login', roles: credential.roles };
  }

  @Delete('current')
  @HttpCode(204)
  async signOut(
    @CurrentCredential() credential: Credential | null,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (headers.origin !== undefined && new URL(headers.origin).host !== headers.host) {
      throw new Problem(403, 'origin.foreign', 'Writes with a login session must come from this site.');
    }
    if (credential?.kind === 'login') await this.logins.signOut(credential.loginSessionId);
    void reply.header('set-cookie', this.cookie('', 0));
  }

  private cookie(secret: string, maxAge: number): string {
    const secure = this.config.publicUrl.startsWith('https:') ? '; Secure' : '';
    return `${loginCookieName(this.config.publicUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
  }

  private countTry(address: string): void {
    const now = Date.now();
    if (this.triesByAddress.size > 10_000) this.triesByAddress.clear();
    const recent = (this.triesByAddress.get(address) ?? []).filter((at) => at > now - tries.within);
    if (recent.length >= tries.most)
      throw new Problem(429, 'tries.tooMany', 'Too many tries: wait a quarter of an hour.');
    this.triesByAddress.set(address, [...recent, now]);
  }
}
