import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan, Not } from 'typeorm';
import type { LoginSession, OwnAccount, PasswordChange } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { auditAccount } from './account-audit.js';
import type { Credential } from './credential.js';
import { demandFreshProof, proofOf } from './fresh-proof.js';
import { AccountEntity, AccountRoleEntity, LoginSessionEntity } from './login.entity.js';
import { demandGoodPassword, hashPassword, isPassword } from './password.js';
import { SecondFactorService } from './second-factor.service.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** An account in the hands of whom it belongs to. */
@Injectable()
export class OwnAccountService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async read({ accountId: id, roles, lacksFactor }: Login): Promise<OwnAccount> {
    const { email, name, passwordHash } = await this.dataSource.manager.findOneByOrFail(AccountEntity, { id });
    const secondFactor = await this.factors.read(id);
    const needsSecondFactor =
      lacksFactor === true && roles !== 'owner of all' && roles.some(({ role }) => role === 'owner');
    return { email, name, hasPassword: passwordHash !== null, secondFactor, needsSecondFactor };
  }

  /**
   * Sets a password; all other login sessions end, as somebody who knew the old one may hold them (OWASP ASVS 5.0,
   * 7.4.3). The password until now is proof enough of who is signed in, where nothing more than a password is asked for.
   * Problems: 403 `proof.needed`, 422 `input.invalid` that names the field, 409 `account.noAddress`.
   */
  async setPassword(login: Login, { current, password }: PasswordChange): Promise<void> {
    const at = this.clock.now();
    const { accountId, loginSessionId } = login;
    await transaction(this.dataSource, async (manager) => {
      const { email, passwordHash } = await manager.findOneByOrFail(AccountEntity, { id: accountId });
      if (email === null)
        throw new Problem(409, 'account.noAddress', 'The operator signs in by the link that the server prints.');
      if (passwordHash !== null && !(await isPassword(passwordHash, current ?? '')))
        throw invalidInput([{ path: 'current', message: 'is not right', code: 'password.wrong' }]);
      const { ways } = await proofOf(manager, login);
      if (!ways.includes('password')) await demandFreshProof(manager, login, at);
      const roles = await manager.findBy(AccountRoleEntity, { accountId });
      await demandGoodPassword(manager, password, { address: email, eventIds: roles.map(({ eventId }) => eventId) });
      await manager.update(AccountEntity, { id: accountId }, { passwordHash: await hashPassword(password) });
      await this.end(manager, { accountId, id: Not(loginSessionId) }, at);
      if (ways.includes('password')) await manager.update(LoginSessionEntity, { id: loginSessionId }, { provenAt: at });
      await auditAccount(manager, accountId, 'account.passwordSet', at);
    });
    this.access.forget();
  }

  /** Those that are open, the last used first. */
  async loginSessions({ accountId, loginSessionId }: Login): Promise<LoginSession[]> {
    const sessions = await this.dataSource.manager.find(LoginSessionEntity, {
      where: { accountId, revokedAt: IsNull(), expiresAt: MoreThan(this.clock.now()) },
      order: { lastUsedAt: { direction: 'DESC', nulls: 'LAST' }, id: 'ASC' },
    });
    return sessions.map(({ id, createdAt, lastUsedAt, expiresAt, userAgent, openedBy }) => ({
      id,
      openedBy,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt.toISOString(),
      userAgent,
      isCurrent: id === loginSessionId,
    }));
  }

  /** Problem 404 `loginSession.unknown`. */
  async revoke(accountId: string, id: string): Promise<void> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      if ((await this.end(manager, { accountId, id }, at)) === 0)
        throw new Problem(404, 'loginSession.unknown', 'There is no such login session.');
      await auditAccount(manager, accountId, 'account.loginSessionRevoked', at);
    });
    this.access.forget();
  }

  async revokeOthers({ accountId, loginSessionId }: Login): Promise<void> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const ended = await this.end(manager, { accountId, id: Not(loginSessionId) }, at);
      if (ended > 0) await auditAccount(manager, accountId, 'account.loginSessionRevoked', at);
    });
    this.access.forget();
  }

  private async end(
    manager: EntityManager,
    which: { accountId: string; id: string | ReturnType<typeof Not<string>> },
    at: Date,
  ): Promise<number> {
    const ended = await manager.update(LoginSessionEntity, { ...which, revokedAt: IsNull() }, { revokedAt: at });
    return ended.affected ?? 0;
  }
}
