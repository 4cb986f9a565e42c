import { randomBytes, randomUUID } from 'node:crypto';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { passkeyPlace } from '@kopa/domain';
import { Problem } from '../platform/problem.js';
import { ChallengeEntity } from './login.entity.js';
import { hashSecret } from './secret.js';

export const passkeyChallengeLasts = 5 * 60_000;

type Purpose = Extract<ChallengeEntity['purpose'], 'passkey' | 'passkey-add'>;

/** Whose challenge it is: of an account, or of nobody known yet; and the secret by which its browser is known again. */
export interface Ceremony {
  purpose: Purpose;
  accountId: string | null;
  browser: string;
}

/** Where passkeys of this server hold. Problem 409 `passkey.noPlace` where its public address can have none. */
export function placeOfPasskeys(publicUrl: string): { rpID: string; origin: string } {
  const url = new URL(publicUrl);
  const rpID = passkeyPlace(url);
  if (rpID === null)
    throw new Problem(409, 'passkey.noPlace', `Passkeys need https and a name, or localhost; this is ${url.origin}.`);
  return { rpID, origin: url.origin };
}

/** The handle by which an authenticator knows an account again: random, as account ids are, and so of no meaning. */
export const handleOf = (accountId: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(accountId);

/** A new challenge for a browser to have signed; those that nobody came back for are taken away. */
export async function openCeremony(
  manager: EntityManager,
  ceremony: Ceremony,
  now: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32));
  const { purpose, accountId, browser } = ceremony;
  await manager.query(`DELETE FROM challenges WHERE purpose IN ('passkey', 'passkey-add') AND expires_at < $1`, [now]);
  await manager.insert(ChallengeEntity, {
    id: randomUUID(),
    hash: hashSecret(Buffer.from(challenge).toString('base64url')),
    purpose,
    accountId,
    browserHash: hashSecret(browser),
    expiresAt: new Date(now.getTime() + passkeyChallengeLasts),
    usedAt: null,
  });
  return challenge;
}

/**
 * Spends the challenge that a browser's answer names, whatever else is wrong with the answer; returns it. Problem 401
 * `passkey.late` where it was used, is too old, or is another browser's.
 */
export async function spendCeremony(
  manager: EntityManager,
  clientDataJSON: string,
  { purpose, accountId, browser }: Ceremony,
  now: Date,
): Promise<string> {
  const challenge = challengeOf(clientDataJSON);
  const spent = await manager.update(
    ChallengeEntity,
    {
      hash: hashSecret(challenge),
      purpose,
      accountId: accountId ?? IsNull(),
      browserHash: hashSecret(browser),
      usedAt: IsNull(),
      expiresAt: MoreThan(now),
    },
    { usedAt: now },
  );
  if (spent.affected !== 1) throw new Problem(401, 'passkey.late', 'This was asked too long ago: try again.');
  return challenge;
}

function challengeOf(clientDataJSON: string): string {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

/** Problem 401 of an answer that does not prove what it should. */
export const invalidPasskey = (): Problem =>
  new Problem(401, 'passkey.invalid', 'This passkey could not be checked: try again, or sign in another way.');
