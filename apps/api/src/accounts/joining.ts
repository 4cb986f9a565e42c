import type { EntityManager } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { audit } from '../platform/audit.js';
import { Problem } from '../platform/problem.js';
import { type LinkChallenge, openChallenge, openInvitation, spendChallenge } from './challenges.js';
import { AccountEntity, AccountRoleEntity } from './login.entity.js';

/** An invitation that can be accepted: whom it invites, to what, and as what. */
export interface InvitationToJoin {
  challenge: LinkChallenge;
  account: AccountEntity;
  address: string;
  event: EventEntity;
  role: Role;
}

/** The invitation of a link's secret. Problem 401 `challenge.invalid`. */
export const invitationOf = async (manager: EntityManager, secret: string, now: Date): Promise<InvitationToJoin> =>
  described(manager, await openChallenge(manager, secret, ['invite'], now));

/** The same by its id. Problem 401 `challenge.invalid`. */
export const invitationById = async (manager: EntityManager, id: string, now: Date): Promise<InvitationToJoin> =>
  described(manager, await openInvitation(manager, id, now));

/** Spends an invitation and gives its role, once all else is right. Problem 401 `challenge.invalid` for the second of two at once. */
export async function join(
  manager: EntityManager,
  { challenge, account, address, event, role }: InvitationToJoin,
  name: string | undefined,
  at: Date,
): Promise<void> {
  const { id: accountId } = account;
  await spendChallenge(manager, challenge, at);
  if (name !== undefined && name !== '') await manager.update(AccountEntity, { id: accountId }, { name });
  await manager.insert(AccountRoleEntity, { accountId, eventId: event.id, role });
  await audit(manager, {
    eventId: event.id,
    at,
    who: `account:${accountId}`,
    action: 'organiser.joined',
    subject: address,
    after: { role },
  });
}

async function described(manager: EntityManager, challenge: LinkChallenge): Promise<InvitationToJoin> {
  const { eventId, role, accountId } = challenge;
  const account = await manager.findOneByOrFail(AccountEntity, { id: accountId });
  if (eventId === null || role === null || account.email === null)
    throw new Problem(401, 'challenge.invalid', 'This link is no invitation.');
  const event = await manager.findOneByOrFail(EventEntity, { id: eventId });
  return { challenge, account, address: account.email, event, role };
}
