import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { OrganisedEvent } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { newChallenge, openChallenge, signInLinkLasts, spendChallenge } from './challenges.js';
import type { Credential } from './credential.js';
import { invitationById, join } from './joining.js';
import { linkIdentity } from './linked-identities.js';
import { AccountEntity, ChallengeEntity, LoginSessionEntity, type WayIn } from './login.entity.js';
import { isPassword } from './password.js';
import { SecondFactorService } from './second-factor.service.js';
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
    id: randomUUID(),
    purpose: 'console',
    accountId: operator.id,
    expiresAt: new Date(now.getTime() + consoleLinkLasts),
    usedAt: null,
  });
  return `${publicUrl}/sign-in#${secret}`;
}

/** Who signs in, besides by what. */
export interface Browser {
  /** What it was signed in with until now. */
  former: Credential | null;
  userAgent: string;
  /** Secret of the cookie that it got when it asked for a link. */
  asked?: string | undefined;
}

/** Opens a login session and ends the browser's former one (OWASP ASVS 5.0, 7.2.4); returns the secret of its cookie. */
export async function openLoginSession(
  manager: EntityManager,
  accountId: string,
  { former, userAgent }: Browser,
  { by, isTwoFactor }: { by: WayIn; isTwoFactor: boolean },
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await manager.insert(LoginSessionEntity, {
    id: randomUUID(),
    hash: hashSecret(secret),
    accountId,
    createdAt: now,
    lastUsedAt: now,
    userAgent: userAgent.slice(0, 300),
    isTwoFactor,
    openedBy: by,
    provenAt: now,
    expiresAt: new Date(now.getTime() + loginSessionLasts),
    revokedAt: null,
  });
  if (former?.kind === 'login')
    await manager.update(LoginSessionEntity, { id: former.loginSessionId }, { revokedAt: now });
  return secret;
}

@Injectable()
export class LoginService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Spends a challenge, opens a login session and ends the browser's `former` one; returns the secret of the new one's
   * cookie, and the page to go to where one was wanted. It is spent only when the account's second factor was shown too. Problems 401: `challenge.invalid`,
   * `challenge.otherBrowser`, and as `SecondFactorService.demand`.
   */
  async signIn(
    challenge: string,
    code: string | undefined,
    browser: Browser,
  ): Promise<{ secret: string; to?: string }> {
    const opened = await transaction(this.dataSource, async (manager) => {
      const now = this.clock.now();
      // An invitation is accepted, not signed in with.
      const found = await openChallenge(manager, challenge, ['sign-in', 'console', 'oidc-code'], now);
      if (found.browserHash !== null && found.browserHash !== hashSecret(browser.asked ?? ''))
        throw new Problem(401, 'challenge.otherBrowser', 'Open this link in the browser in which you asked for it.');
      const isTwoFactor = await this.factors.demand(manager, found.accountId, code, now);
      await spendChallenge(manager, found, now);
      const { accountId, purpose, facts } = found;
      if (facts?.joins !== undefined)
        await join(manager, await invitationById(manager, facts.joins.invitation, now), facts.joins.name, now);
      if (facts?.issuer !== undefined && facts.subject !== undefined)
        await linkIdentity(manager, accountId, { issuer: facts.issuer, subject: facts.subject }, now);
      const by = purpose === 'console' ? 'console' : purpose === 'oidc-code' ? 'provider' : 'link';
      const secret = await openLoginSession(manager, accountId, browser, { by, isTwoFactor }, now);
      return typeof facts?.to === 'string' ? { secret, to: facts.to } : { secret };
    });
    this.access.forget();
    return opened;
  }

  /** As `signIn`, with a password. Problem 401 `password.wrong`, the same whether there is such an account or not. */
  async signInByPassword(
    { email, password, code }: { email: string; password: string; code?: string | undefined },
    browser: Browser,
  ): Promise<{ secret: string }> {
    const account = await this.dataSource.manager.findOneBy(AccountEntity, { email });
    const isRight = await isPassword(account?.passwordHash ?? null, password);
    if (account === null || !isRight)
      throw new Problem(401, 'password.wrong', 'The address or the password is not right.');
    const secret = await transaction(this.dataSource, async (manager) => {
      const now = this.clock.now();
      const isTwoFactor = await this.factors.demand(manager, account.id, code, now);
      return openLoginSession(manager, account.id, browser, { by: 'password', isTwoFactor }, now);
    });
    this.access.forget();
    return { secret };
  }

  /**
   * Sends a link to sign in, which works in the browser that asked. For an address without an account the same is done,
   * up to the mail that is then not sent: neither answer nor time tells them apart (OWASP ASVS 5.0, 6.3.8).
   */
  async sendLink(email: string, locale: string, asked: string): Promise<void> {
    const at = this.clock.now();
    const { id, hash } = await newChallenge(this.dataSource);
    await transaction(this.dataSource, async (manager) => {
      // Addresses that somebody typed are not kept for longer than they are of use.
      await manager.query(`DELETE FROM outbox_mails WHERE kind = 'account.signIn' AND written_at < $1`, [
        new Date(at.getTime() - 86_400_000),
      ]);
      await manager.query(
        `INSERT INTO challenges (id, hash, purpose, account_id, browser_hash, expires_at)
         SELECT $1, $2, 'sign-in', a.id, $3, $4 FROM accounts a WHERE a.email = $5`,
        [id, hash, hashSecret(asked), new Date(at.getTime() + signInLinkLasts), email],
      );
      await manager.query(
        `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
         VALUES (NULL, $1, $1, $2, $3, 'account.signIn', $4)`,
        [at, email, locale, JSON.stringify({ challenge: id })],
      );
    });
    this.sender.wake();
  }

  /** The events in which a credential has a role, the next first. */
  async organised(credential: Credential): Promise<OrganisedEvent[]> {
    if (credential.kind === 'registration' || credential.kind === 'speaker') return [];
    const held = credential.kind === 'token' ? [credential] : credential.roles;
    const ofAll = held === 'owner of all';
    const roles = new Map(ofAll ? [] : held.map(({ eventId, role }) => [eventId, role]));
    const events = await this.dataSource.manager.find(EventEntity, {
      select: {
        id: true,
        slug: true,
        title: true,
        state: true,
        zone: true,
        languages: true,
        firstDay: true,
        lastDay: true,
        deletesAt: true,
      },
      where: ofAll ? {} : { id: In([...roles.keys()]) },
      order: { firstDay: 'DESC', slug: 'ASC' },
    });
    return events.map(({ id, slug, title, state, zone, languages, firstDay, lastDay, deletesAt }) => ({
      slug,
      title,
      state,
      role: roles.get(id) ?? 'owner',
      zone,
      languages,
      firstDay,
      lastDay,
      deletesAt: deletesAt?.toISOString() ?? null,
    }));
  }

  async signOut(loginSessionId: string): Promise<void> {
    await this.dataSource.manager.update(LoginSessionEntity, { id: loginSessionId }, { revokedAt: this.clock.now() });
    this.access.forget();
  }
}
