import { createHmac, randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { Problem } from '../platform/problem.js';
import { serverKey } from '../platform/server-key.js';
import { ChallengeEntity } from './login.entity.js';
import { hashSecret } from './secret.js';

export const invitationLasts = 7 * 86_400_000;
export const signInLinkLasts = 10 * 60_000;

/**
 * The secret of a link that goes by mail: 256 bits, a MAC over its id (HMAC-SHA-256, RFC 2104). The mail is composed when
 * it is sent, maybe again, so it must be made anew; what rests in the database opens nothing.
 */
export async function secretOfChallenge(dataSource: DataSource, id: string): Promise<string> {
  return createHmac('sha256', await serverKey(dataSource, 'challenges'))
    .update(`challenge ${id}`)
    .digest('base64url');
}

/** What a link that goes by mail opens. */
export interface MailedChallenge {
  id: string;
  hash: string;
}

/** A new challenge that is yet to be written. */
export async function newChallenge(dataSource: DataSource): Promise<MailedChallenge> {
  const id = randomUUID();
  return { id, hash: hashSecret(await secretOfChallenge(dataSource, id)) };
}

/** Address of the page that spends a challenge; the secret is in the fragment, which no server, log or Referer sees. */
export function challengeLink(publicUrl: string, purpose: ChallengeEntity['purpose'], secret: string): string {
  return `${publicUrl}/${purpose === 'invite' ? 'invitation' : 'sign-in'}#${secret}`;
}

/** The link that a mail of such facts carries, while it opens something; for whoever can read the server's console. */
export async function linkOfMail(dataSource: DataSource, publicUrl: string, facts: object): Promise<string | null> {
  const { challenge } = facts as { challenge?: unknown };
  if (typeof challenge !== 'string') return null;
  const found = await dataSource.manager.findOneBy(ChallengeEntity, { id: challenge, usedAt: IsNull() });
  if (found === null || found.expiresAt <= new Date()) return null;
  return challengeLink(publicUrl, found.purpose, await secretOfChallenge(dataSource, challenge));
}

/** A challenge of somebody known, as links are. */
export type LinkChallenge = ChallengeEntity & { accountId: string };

/**
 * The challenge of a link's secret, while it opens something. One of another purpose opens nothing: what a passkey is to
 * sign is no secret. Problem 401 `challenge.invalid`.
 */
export const openChallenge = (
  manager: EntityManager,
  secret: string,
  purposes: readonly ChallengeEntity['purpose'][],
  now: Date,
): Promise<LinkChallenge> => openOf(manager, { hash: hashSecret(secret) }, purposes, now);

/** The same of an invitation whose secret was shown before, and is not at hand. Problem 401 `challenge.invalid`. */
export const openInvitation = (manager: EntityManager, id: string, now: Date): Promise<LinkChallenge> =>
  openOf(manager, { id }, ['invite'], now);

async function openOf(
  manager: EntityManager,
  which: { hash: string } | { id: string },
  purposes: readonly ChallengeEntity['purpose'][],
  now: Date,
): Promise<LinkChallenge> {
  const found = await manager.findOneBy(ChallengeEntity, {
    ...which,
    purpose: In([...purposes]),
    usedAt: IsNull(),
    expiresAt: MoreThan(now),
  });
  if (found === null || found.accountId === null) throw invalidChallenge();
  return Object.assign(found, { accountId: found.accountId });
}

/** Spends a challenge: of two who try at once, one is refused. Problem 401 `challenge.invalid`. */
export async function spendChallenge(manager: EntityManager, { hash }: ChallengeEntity, now: Date): Promise<void> {
  const spent = await manager.update(
    ChallengeEntity,
    { hash, usedAt: IsNull(), expiresAt: MoreThan(now) },
    { usedAt: now },
  );
  if (spent.affected !== 1) throw invalidChallenge();
}

const invalidChallenge = (): Problem =>
  new Problem(401, 'challenge.invalid', 'This link was used, has expired or never was. Ask for a new one.');
