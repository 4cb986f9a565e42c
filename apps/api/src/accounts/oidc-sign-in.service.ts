import { createHmac, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { serverKey } from '../platform/server-key.js';
import { AccessService } from './access.service.js';
import { secretOfChallenge, signInLinkLasts } from './challenges.js';
import { invitationById, invitationOf, join } from './joining.js';
import { accountOf, demandInvited, linkIdentity } from './linked-identities.js';
import { ChallengeEntity, type Joining } from './login.entity.js';
import { type Browser, openLoginSession } from './login.service.js';
import { type Identity, OidcClient, type Proofs } from './oidc-client.js';
import { SecondFactorService } from './second-factor.service.js';
import { hashSecret, newSecret } from './secret.js';

/** Signed in, or yet to show the second factor with the secret of a challenge; and where they wanted to go. */
export type OidcOutcome = { to: string | null } & ({ loginSecret: string } | { codeSecret: string });

/** That an invitation was not accepted, for what `cause` says: its secret leads back to its page. */
export class NotAccepted extends Error {
  constructor(
    readonly secret: string,
    cause: unknown,
  ) {
    super('the invitation was not accepted', { cause });
  }
}

/** Signs in whom a provider knows, and who has an account here or is invited to have one. */
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
  begin(asked: string, to: string | null): Promise<URL> {
    return this.ask(asked, { to });
  }

  /** The same to accept an invitation by the answer, which alone spends it. Problems besides: 401 `challenge.invalid`. */
  async beginAcceptance(asked: string, invitation: { challenge: string; name?: string | undefined }): Promise<URL> {
    const { challenge } = await invitationOf(this.dataSource.manager, invitation.challenge, this.clock.now());
    const { name } = invitation;
    return this.ask(asked, { to: null, joins: { invitation: challenge.id, ...(name === undefined ? {} : { name }) } });
  }

  /**
   * Takes what the provider sent a browser back with, and spends its challenge, whatever else is wrong with the answer.
   * Problems: 401 `oidc.late` where it was used, is too old or another browser's; as `OidcClient.identify`, `accountOf` and
   * `demandInvited`. Throws them as `NotAccepted` where an invitation was to be accepted.
   */
  async answer(search: string, browser: Browser): Promise<OidcOutcome> {
    const at = this.clock.now();
    const state = new URLSearchParams(search).get('state') ?? '';
    const { id, facts } = await this.spend(state, browser.asked ?? '', at);
    const joins = facts?.joins;
    try {
      const identity = await this.client.identify(search, await this.proofsOf(id, state));
      const whose = await this.accountOf(identity, { to: facts?.to ?? null, joins }, at);
      const { to } = whose;
      try {
        const loginSecret = await this.enter(whose, identity, browser, at);
        this.access.forget();
        return { to, loginSecret };
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'secondFactor.missing') throw error;
        return { to, codeSecret: await this.keepForCode(whose, identity, browser, at) };
      }
    } catch (error) {
      if (joins === undefined) throw error;
      throw new NotAccepted(await secretOfChallenge(this.dataSource, joins.invitation), error);
    }
  }

  private async ask(asked: string, facts: ChallengeEntity['facts']): Promise<URL> {
    const at = this.clock.now();
    const { manager } = this.dataSource;
    const [id, state] = [randomUUID(), newSecret()];
    const question = await this.client.question(await this.proofsOf(id, state));
    await manager.query(`DELETE FROM challenges WHERE purpose IN ('oidc', 'oidc-code') AND expires_at < $1`, [at]);
    await keep(manager, { id, secret: state, purpose: 'oidc', accountId: null, asked, facts, at });
    return question;
  }

  private async accountOf(
    identity: Identity,
    { to, joins }: { to: string | null; joins: Joining | undefined },
    at: Date,
  ): Promise<Whose> {
    const { manager } = this.dataSource;
    if (joins === undefined) return { accountId: await accountOf(manager, identity), to, joins };
    const { account, address, event } = await invitationById(manager, joins.invitation, at);
    await demandInvited(manager, { accountId: account.id, address }, identity);
    return { accountId: account.id, to: `/organise/${event.slug}`, joins };
  }

  /** An identity is linked only with all that lets somebody in: half a proof must not keep out whom the account belongs to. */
  private enter({ accountId, joins }: Whose, identity: Identity, browser: Browser, at: Date): Promise<string> {
    return transaction(this.dataSource, async (manager) => {
      const isTwoFactor = await this.factors.demand(manager, accountId, undefined, at);
      if (joins !== undefined) await join(manager, await invitationById(manager, joins.invitation, at), joins.name, at);
      await linkIdentity(manager, accountId, identity, at);
      return openLoginSession(manager, accountId, browser, { by: 'provider', isTwoFactor }, at);
    });
  }

  /** Keeps what the provider has shown until the second factor is shown too; gives the secret of that. */
  private async keepForCode(
    { accountId, to, joins }: Whose,
    { issuer, subject }: Identity,
    browser: Browser,
    at: Date,
  ): Promise<string> {
    const secret = newSecret();
    await keep(this.dataSource.manager, {
      id: randomUUID(),
      secret,
      purpose: 'oidc-code',
      accountId,
      asked: browser.asked ?? '',
      facts: { to, issuer, subject, ...(joins === undefined ? {} : { joins }) },
      at,
    });
    return secret;
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

/** Whose account it is, where they go afterwards, and the invitation that they accept. */
interface Whose {
  accountId: string;
  to: string | null;
  joins: Joining | undefined;
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
