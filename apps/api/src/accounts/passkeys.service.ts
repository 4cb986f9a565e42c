import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server';
import { DataSource } from 'typeorm';
import type { NewPasskey, Passkey } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { auditAccount } from './account-audit.js';
import type { Credential } from './credential.js';
import { demandFreshProof } from './fresh-proof.js';
import { AccountEntity } from './login.entity.js';
import {
  type Ceremony,
  handleOf,
  invalidPasskey,
  openCeremony,
  placeOfPasskeys,
  spendCeremony,
} from './passkey-ceremony.js';
import { PasskeyEntity } from './passkey.entity.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** Nobody has so many devices; a list stays a list. */
const mostPasskeys = 20;

/** The passkeys of an account in the hands of whom it belongs to. */
@Injectable()
export class PasskeysService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The oldest first. */
  async list(accountId: string): Promise<Passkey[]> {
    const order = { createdAt: 'ASC', id: 'ASC' } as const;
    return (await this.dataSource.manager.find(PasskeyEntity, { where: { accountId }, order })).map(passkeyOf);
  }

  /**
   * What a browser needs to make a passkey: one that names its account by itself, and asks for finger, face or PIN.
   * Problems: 403 `proof.needed`; 409 `passkey.noPlace`, `account.noAddress`, `passkey.tooMany`.
   */
  async ask(login: Login): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { rpID } = placeOfPasskeys(this.config.publicUrl);
    const { manager } = this.dataSource;
    const { accountId } = login;
    const { email, name } = await manager.findOneByOrFail(AccountEntity, { id: accountId });
    if (email === null)
      throw new Problem(409, 'account.noAddress', 'The operator signs in by the link that the server prints.');
    const at = this.clock.now();
    await demandFreshProof(manager, login, at);
    const kept = await manager.findBy(PasskeyEntity, { accountId });
    if (kept.length >= mostPasskeys)
      throw new Problem(409, 'passkey.tooMany', `An account has at most ${mostPasskeys} passkeys: remove one.`);
    return generateRegistrationOptions({
      rpName: 'Kopā',
      rpID,
      userID: handleOf(accountId),
      userName: email,
      userDisplayName: name === '' ? email : name,
      challenge: await openCeremony(manager, ceremonyOf(login), at),
      attestationType: 'none',
      excludeCredentials: kept.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    });
  }

  /** Keeps a passkey that was just made. Problems: 401 `passkey.late`, `passkey.invalid`; 409 `passkey.known`. */
  async add(login: Login, { name, made }: NewPasskey): Promise<Passkey> {
    const at = this.clock.now();
    const { rpID, origin } = placeOfPasskeys(this.config.publicUrl);
    const { manager } = this.dataSource;
    const challenge = await spendCeremony(manager, made.response.clientDataJSON, ceremonyOf(login), at);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: made.id,
        rawId: made.rawId,
        type: made.type,
        response: made.response,
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    }).catch(() => ({ verified: false as const, registrationInfo: undefined }));
    if (!verified) throw invalidPasskey();
    const { credential, credentialBackedUp } = registrationInfo;
    return transaction(this.dataSource, async (inside) => {
      const passkey = inside.create(PasskeyEntity, {
        id: randomUUID(),
        accountId: login.accountId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: String(credential.counter),
        transports: made.response.transports,
        name,
        isBackedUp: credentialBackedUp,
        createdAt: at,
        lastUsedAt: null,
      });
      const inserted = await inside
        .createQueryBuilder()
        .insert()
        .into(PasskeyEntity)
        .values(passkey)
        .orIgnore()
        .returning('id')
        .execute();
      // Another one was first, here or in another account.
      if ((inserted.raw as unknown[]).length === 0)
        throw new Problem(409, 'passkey.known', 'This passkey is in use already.');
      await auditAccount(inside, login.accountId, 'account.passkeyAdded', at);
      return passkeyOf(passkey);
    });
  }

  /** Problem 404 `passkey.unknown`. */
  async rename(accountId: string, id: string, name: string): Promise<Passkey> {
    const at = this.clock.now();
    return transaction(this.dataSource, async (manager) => {
      if ((await manager.update(PasskeyEntity, { id, accountId }, { name })).affected !== 1) throw unknown();
      await auditAccount(manager, accountId, 'account.passkeyRenamed', at);
      return passkeyOf(await manager.findOneByOrFail(PasskeyEntity, { id }));
    });
  }

  /** Problems: 403 `proof.needed`, 404 `passkey.unknown`. */
  async remove(login: Login, id: string): Promise<void> {
    const at = this.clock.now();
    const { accountId } = login;
    await transaction(this.dataSource, async (manager) => {
      await demandFreshProof(manager, login, at);
      if ((await manager.delete(PasskeyEntity, { id, accountId })).affected !== 1) throw unknown();
      await auditAccount(manager, accountId, 'account.passkeyRemoved', at);
    });
  }
}

/** Only the login session that asked may answer. */
const ceremonyOf = ({ accountId, loginSessionId }: Login): Ceremony => ({
  purpose: 'passkey-add',
  accountId,
  browser: loginSessionId,
});

const unknown = (): Problem => new Problem(404, 'passkey.unknown', 'There is no such passkey.');

const passkeyOf = ({ id, name, createdAt, lastUsedAt, isBackedUp }: PasskeyEntity): Passkey => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  isBackedUp,
});
