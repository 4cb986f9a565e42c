import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import type { Credential } from './credential.js';
import { AccountEntity, ChallengeEntity, LoginSessionEntity } from './login.entity.js';
import { hashSecret, newSecret } from './secret.js';

const consoleLinkLasts = 10 * 60_000;
export const loginSessionLasts = 14 * 86_400_000;

/**
 * A one-time link (10 minutes) that signs in as the operator, for whoever can read the server's console. The secret is
 * in the fragment, which no server, log or Referer sees.
 */
export async function createConsoleLink(manager: EntityManager, publicUrl: string, now: Date): Promise<string> {
  let operator = await manager.findOneBy(AccountEntity, { isOperator: true });
  if (operator === null) {
    operator = manager.create(AccountEntity, {
      id: randomUUID(),
      email: null,
      name: 'Operator',
      isOperator: true,
      createdAt: now,
    });
    await manager.insert(AccountEntity, operator);
  }
  const secret = newSecret();
  await manager.insert(ChallengeEntity, {
    hash: hashSecret(secret),
    purpose: 'console',
    accountId: operator.id,
    expiresAt: new Date(now.getTime() + consoleLinkLasts),
    usedAt: null,
  });
  return `${publicUrl}/sign-in#${secret}`;
}

@Injectable()
export class LoginService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Spends a challenge, opens a login session and ends the browser's `former` one; returns the secret of the new one's
   * cookie. Problem 401 `challenge.invalid`.
   */
  async signIn(challenge: string, former: Credential | null): Promise<string> {
    const secret = await transaction(this.dataSource, async (manager) => {
      const now = this.clock.now();
      const hash = hashSecret(challenge);
      const spent = await manager.update(
        ChallengeEntity,
        { hash, usedAt: IsNull(), expiresAt: MoreThan(now) },
        { usedAt: now },
      );
      if (spent.affected !== 1)
        throw new Problem(401, 'challenge.invalid', 'This link was used, has expired or never was. Ask for a new one.');
      const { accountId } = await manager.findOneByOrFail(ChallengeEntity, { hash });
      const secret = newSecret();
      await manager.insert(LoginSessionEntity, {
        id: randomUUID(),
        hash: hashSecret(secret),
        accountId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + loginSessionLasts),
        revokedAt: null,
      });
      if (former?.kind === 'login') {
        await manager.update(LoginSessionEntity, { id: former.loginSessionId }, { revokedAt: now });
      }
      return secret;
    });
    this.access.forget();
    return secret;
  }

  /** The roles of a credential by the slug of their event. */
  async rolesBySlug(credential: Credential): Promise<Record<string, Role>> {
    if (credential.kind === 'registration') return {};
    const held = credential.kind === 'token' ? [credential] : credential.roles;
    const ofAll = held === 'owner of all';
    const roles = new Map(ofAll ? [] : held.map(({ eventId, role }) => [eventId, role]));
    const events = await this.dataSource.manager.find(EventEntity, {
      select: { id: true, slug: true },
      where: ofAll ? {} : { id: In([...roles.keys()]) },
      order: { slug: 'ASC' },
    });
    return Object.fromEntries(events.map(({ id, slug }) => [slug, roles.get(id) ?? 'owner']));
  }

  async signOut(loginSessionId: string): Promise<void> {
    await this.dataSource.manager.update(LoginSessionEntity, { id: loginSessionId }, { revokedAt: this.clock.now() });
    this.access.forget();
  }
}
