import { Inject, Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { DataSource, type EntityManager } from 'typeorm';
import type { ShownPasskey } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { type Browser, openLoginSession } from './login.service.js';
import {
  type Ceremony,
  handleOf,
  invalidPasskey,
  openCeremony,
  placeOfPasskeys,
  spendCeremony,
} from './passkey-ceremony.js';
import { PasskeyEntity } from './passkey.entity.js';

/** A passkey that was rightly shown, and what is to be kept of that. */
interface UsedPasskey {
  id: string;
  accountId: string;
  used: Pick<PasskeyEntity, 'counter' | 'isBackedUp' | 'lastUsedAt'>;
}

/** Signs in by a passkey, which says itself whose it is. */
@Injectable()
export class PasskeySignInService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a browser needs to ask for a passkey; its answer counts in the browser with the cookie `asked`. Problem 409 `passkey.noPlace`. */
  async ask(asked: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { rpID } = placeOfPasskeys(this.config.publicUrl);
    const challenge = await openCeremony(this.dataSource.manager, ceremonyOf(asked), this.clock.now());
    return generateAuthenticationOptions({ rpID, challenge, userVerification: 'required' });
  }

  /**
   * Opens a login session and ends the browser's former one; returns the secret of its cookie. Problems 401:
   * `passkey.late`, `passkey.unknown`, `passkey.invalid`.
   */
  async signIn(shown: ShownPasskey, browser: Browser): Promise<{ secret: string }> {
    const at = this.clock.now();
    const passkey = await this.check(shown, browser.asked ?? '', at);
    const secret = await transaction(this.dataSource, async (manager) => {
      await this.noteUse(manager, passkey);
      const opening = { by: 'passkey', isTwoFactor: true } as const;
      return openLoginSession(manager, passkey.accountId, browser, opening, at);
    });
    this.access.forget();
    return { secret };
  }

  /** Whose passkey was shown in answer to a challenge of the browser with the cookie `asked`. Problems as `signIn`. */
  async check({ id, rawId, type, response }: ShownPasskey, asked: string, at: Date): Promise<UsedPasskey> {
    const { rpID, origin } = placeOfPasskeys(this.config.publicUrl);
    const { manager } = this.dataSource;
    const challenge = await spendCeremony(manager, response.clientDataJSON, ceremonyOf(asked), at);
    const passkey = await manager.findOneBy(PasskeyEntity, { credentialId: id });
    if (passkey === null)
      throw new Problem(401, 'passkey.unknown', 'This passkey was removed here: sign in another way.');
    const { accountId, credentialId, publicKey, counter } = passkey;
    if (response.userHandle !== Buffer.from(handleOf(accountId)).toString('base64url')) throw invalidPasskey();
    const shown = await verifyAuthenticationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: Number(counter) },
      requireUserVerification: true,
    }).catch(() => null);
    if (shown?.verified !== true) throw invalidPasskey();
    const { newCounter, credentialBackedUp } = shown.authenticationInfo;
    const used = { counter: String(newCounter), isBackedUp: credentialBackedUp, lastUsedAt: at };
    return { id: passkey.id, accountId, used };
  }

  /** Keeps that it was used, with what it opens. Problem 401 `passkey.invalid` where it was removed meanwhile. */
  async noteUse(manager: EntityManager, { id, used }: UsedPasskey): Promise<void> {
    if ((await manager.update(PasskeyEntity, { id }, used)).affected !== 1) throw invalidPasskey();
  }
}

const ceremonyOf = (asked: string): Ceremony => ({ purpose: 'passkey', accountId: null, browser: asked });
