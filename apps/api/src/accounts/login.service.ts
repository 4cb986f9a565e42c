import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
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

  /** Spends a challenge and opens a login session; returns the secret of its cookie. Problem 401 `challenge.invalid`. */
  async signIn(challenge: string): Promise<string> {
    return transaction(this.dataSource, async (manager) => {
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
      return secret;
    });
  }

  async signOut(loginSessionId: string): Promise<void> {
    await this.dataSource.manager.update(LoginSessionEntity, { id: loginSessionId }, { revokedAt: this.clock.now() });
    this.access.forget();
  }
}
