import { createHmac, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { serverKey } from '../platform/server-key.js';
import { AccessService } from './access.service.js';
import { signInLinkLasts } from './challenges.js';
import { accountOf, linkIdentity } from './linked-identities.js';
import { ChallengeEntity } from './login.entity.js';
import { type Browser, openLoginSession } from './login.service.js';
import { type Identity, OidcClient, type Proofs } from './oidc-client.js';
import { SecondFactorService } from './second-factor.service.js';
import { hashSecret, newSecret } from './secret.js';

/** Signed in, or yet to show the second factor with the secret of a challenge; and where they wanted to go. */
export type OidcOutcome = { to: string | null } & ({ loginSecret: string } | { codeSecret: string });

/** Signs in whom a provider knows, and who has an account here. */
@Injectable()
export class OidcSignInService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(OidcClient) private readonly client: OidcClient,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Where a browser is sent to; the answer counts once, for ten minutes, in the browser with the cookie `asked`. Problems as `OidcClient.question`. */
  async begin(asked: string, to: string | null): Promise<URL> {
    const at = this.clock.now();
    const { manager } = this.dataSource;
    const [id, state] = [randomUUID(), newSecret()];
    const question = await this.client.question(await this.proofsOf(id, state));
    await manager.query(`DELETE FROM challenges WHERE purpose IN ('oidc', 'oidc-code') AND expires_at < $1`, [at]);
    await keep(manager, { id, secret: state, purpose: 'oidc', accountId: null, asked, facts: { to }, at });
    return question;
  }

  /**
   * Takes what the provider sent a browser back with, and spends its challenge, whatever else is wrong with the answer.
   * Problems: 401 `oidc.late` where it was used, is too old or another browser's; as `OidcClient.identify` and `accountOf`.
   */
  async answer(search: string, browser: Browser): Promise<OidcOutcome> {
    const at = this.clock.now();
    const state = new URLSearchParams(search).get('state') ?? '';
    const asked = browser.asked ?? '';
    const { id, facts } = await this.spend(state, asked, at);
    const to = facts?.to ?? null;
    const identity = await this.client.identify(search, await this.proofsOf(id, state));
    const accountId = await accountOf(this.dataSource.manager, identity);
    try {
      const loginSecret = await this.enter(accountId, identity, browser, at);
      this.access.forget();
      return { to, loginSecret };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'secondFactor.missing') throw error;
      const { issuer, subject } = identity;
      const [secret, kept] = [newSecret(), { to, issuer, subject }];
      await keep(this.dataSource.manager, {
        id: randomUUID(),
        secret,
        purpose: 'oidc-code',
        accountId,
        asked,
        facts: kept,
        at,
      });
      return { to, codeSecret: secret };
    }
  }

  /** An identity is linked only with all that lets somebody in: half a proof must not keep out whom the account belongs to. */
  private enter(accountId: string, identity: Identity, browser: Browser, at: Date): Promise<string> {
    return transaction(this.dataSource, async (manager) => {
      const isTwoFactor = await this.factors.demand(manager, accountId, undefined, at);
      await linkIdentity(manager, accountId, identity, at);
      return openLoginSession(manager, accountId, browser, { by: 'provider', isTwoFactor }, at);
    });
  }

  private async spend(state: string, asked: string, at: Date): Promise<ChallengeEntity> {
    const { manager } = this.dataSource;
    const own = { hash: hashSecret(state), purpose: 'oidc' as const, browserHash: hashSecret(asked) };
    const open = { ...own, usedAt: IsNull(), expiresAt: MoreThan(at) };
    const spent = await manager.update(ChallengeEntity, open, { usedAt: at });
    if (spent.affected !== 1)
      throw new Problem(401, 'oidc.late', 'This took too long, was used already, or began in another browser.');
    return manager.findOneByOrFail(ChallengeEntity, own);
  }

  /** Made of the challenge's id by a key: what rests in the database answers for nobody. */
  private async proofsOf(id: string, state: string): Promise<Proofs> {
    const key = await serverKey(this.dataSource, 'challenges');
    const made = (what: string): string => createHmac('sha256', key).update(`oidc ${what} ${id}`).digest('base64url');
    return { state, nonce: made('nonce'), verifier: made('verifier') };
  }
}

interface Kept extends Pick<ChallengeEntity, 'id' | 'purpose' | 'accountId' | 'facts'> {
  secret: string;
  asked: string;
  at: Date;
}

async function keep(manager: EntityManager, { secret, asked, at, ...challenge }: Kept): Promise<void> {
  await manager.insert(ChallengeEntity, {
    ...challenge,
    hash: hashSecret(secret),
    browserHash: hashSecret(asked),
    expiresAt: new Date(at.getTime() + signInLinkLasts),
    usedAt: null,
  });
}
