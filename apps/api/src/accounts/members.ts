import { randomUUID } from 'node:crypto';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { audit } from '../platform/audit.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { invitationLasts, newChallenge } from './challenges.js';
import { AccountEntity, AccountRoleEntity, ChallengeEntity } from './login.entity.js';

/** Who is to be let in, by whom, as what. */
export interface InvitationOrder {
  eventId: string;
  email: string;
  name: string;
  role: Role;
  locale: string;
  who: string;
  at: Date;
}

/**
 * Invites somebody to organise an event: the mail is written in the same transaction, and an earlier invitation of theirs
 * ends. Nothing is theirs before they accept. Returns the id of the challenge. Problem 409 `organiser.exists`.
 */
export async function inviteOrganiser(dataSource: DataSource, order: InvitationOrder): Promise<string> {
  const { eventId, email, name, role, locale, who, at } = order;
  const challenge = await newChallenge(dataSource);
  await transaction(dataSource, async (manager) => {
    await manager.query(
      `INSERT INTO accounts (id, email, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING`,
      [randomUUID(), email, name, at],
    );
    const account = await manager.findOneByOrFail(AccountEntity, { email });
    const held = await manager.findOneBy(AccountRoleEntity, { accountId: account.id, eventId });
    if (held !== null)
      throw new Problem(409, 'organiser.exists', `${email} organises this event already, as ${held.role}.`);
    await manager.update(ChallengeEntity, { accountId: account.id, eventId, usedAt: IsNull() }, { usedAt: at });
    await manager.insert(ChallengeEntity, {
      ...challenge,
      purpose: 'invite',
      accountId: account.id,
      eventId,
      role,
      expiresAt: new Date(at.getTime() + invitationLasts),
      usedAt: null,
    });
    await manager.query(
      `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
       VALUES ($1, $2, $2, $3, $4, 'organiser.invited', $5)`,
      [eventId, at, email, locale, JSON.stringify({ challenge: challenge.id })],
    );
    await audit(manager, { eventId, at, who, action: 'organiser.invited', subject: email, after: { role } });
  });
  return challenge.id;
}

/**
 * The role of a member, with all members of the event locked, so that of two owners who leave at once one stays.
 * Problems: 404 `organiser.unknown`, 409 `organiser.lastOwner` when no owner would be left.
 */
export async function lockMember(
  manager: EntityManager,
  { eventId, accountId, staysOwner }: { eventId: string; accountId: string; staysOwner: boolean },
): Promise<{ role: Role; email: string | null }> {
  const members: { accountId: string; role: Role; email: string | null }[] = await manager.query(
    `SELECT r.account_id AS "accountId", r.role, a.email FROM account_roles r JOIN accounts a ON a.id = r.account_id
      WHERE r.event_id = $1 ORDER BY r.account_id FOR UPDATE OF r`,
    [eventId],
  );
  const member = members.find((one) => one.accountId === accountId);
  if (member === undefined) throw new Problem(404, 'organiser.unknown', 'They do not organise this event.');
  const hasOther = members.some((one) => one.role === 'owner' && one.accountId !== accountId);
  if (member.role === 'owner' && !staysOwner && !hasOther)
    throw new Problem(409, 'organiser.lastOwner', 'An event keeps at least one owner: make somebody else one first.');
  return member;
}
