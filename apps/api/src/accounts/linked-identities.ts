import type { EntityManager } from 'typeorm';
import { Problem } from '../platform/problem.js';
import { auditAccount } from './account-audit.js';
import { LinkedIdentityEntity } from './linked-identity.entity.js';
import { AccountEntity } from './login.entity.js';
import type { Identity } from './oidc-client.js';

/**
 * Whose account it is: that to which the identity was linked, whatever address it has by now; else the one with its
 * address, where the provider has verified that. Problems 401: `oidc.unverified`, `oidc.unknown`, `oidc.otherIdentity`.
 */
export async function accountOf(
  manager: EntityManager,
  { issuer, subject, email, isVerified }: Identity,
): Promise<string> {
  const linked = await manager.findOneBy(LinkedIdentityEntity, { issuer, subject });
  if (linked !== null) return linked.accountId;
  if (email === null || !isVerified) throw unverified();
  const account = await manager.findOneBy(AccountEntity, { email });
  if (account === null) throw new Problem(401, 'oidc.unknown', 'Nobody with this address organises here.');
  if (await manager.existsBy(LinkedIdentityEntity, { issuer, accountId: account.id })) throw otherIdentity();
  return account.id;
}

/**
 * Lets nobody accept an invitation by a provider but whom it was sent to: who is linked to the invited account, whatever
 * their address there is by now, or who has the invited address there, verified, and is linked to none. Problems 401:
 * `oidc.otherAccount`, `oidc.unverified`, `oidc.otherAddress`, `oidc.otherIdentity`.
 */
export async function demandInvited(
  manager: EntityManager,
  { accountId, address }: { accountId: string; address: string },
  { issuer, subject, email, isVerified }: Identity,
): Promise<void> {
  const linked = await manager.findOneBy(LinkedIdentityEntity, { issuer, subject });
  if (linked?.accountId === accountId) return;
  if (linked !== null)
    throw new Problem(
      401,
      'oidc.otherAccount',
      'This person at the provider has another account here than was invited.',
    );
  if (email === null || !isVerified) throw unverified();
  if (email !== address)
    throw new Problem(401, 'oidc.otherAddress', 'The invitation was sent to another address than the provider has.');
  if (await manager.existsBy(LinkedIdentityEntity, { issuer, accountId })) throw otherIdentity();
}

/** Keeps who an account is at a provider. Problem 401 `oidc.otherIdentity` where it is somebody else there. */
export async function linkIdentity(
  manager: EntityManager,
  accountId: string,
  { issuer, subject }: Pick<Identity, 'issuer' | 'subject'>,
  at: Date,
): Promise<void> {
  const kept = await manager.query<unknown[]>(
    `INSERT INTO linked_identities (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING account_id`,
    [issuer, subject, accountId, at],
  );
  if (kept.length > 0) await auditAccount(manager, accountId, 'account.identityLinked', at);
  // Linked before, or by another sign-in at the same time; to another account it must not be.
  else if (!(await manager.existsBy(LinkedIdentityEntity, { issuer, subject, accountId }))) throw otherIdentity();
}

const unverified = (): Problem =>
  new Problem(401, 'oidc.unverified', 'The provider has not verified that the address is yours.');

const otherIdentity = (): Problem =>
  new Problem(401, 'oidc.otherIdentity', 'This address belonged to somebody else at the provider.');
