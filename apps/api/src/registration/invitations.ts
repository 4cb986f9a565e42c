import type { EntityManager } from 'typeorm';
import type { Invitation, InvitationOrder, InvitationStanding } from '@kopa/contracts';
import { placeModes, type PlaceMode } from '@kopa/domain';
import { invalidInput, Problem } from '../platform/problem.js';
import { InvitationEntity } from './invitation.entity.js';

/** The invitation of a code, however it was typed. Problem 422 `input.invalid` when it is unknown, closed or withdrawn. */
export async function invitationOf(
  manager: EntityManager,
  eventId: string,
  code: string,
  at: Date,
): Promise<InvitationEntity> {
  const invitation = await manager.findOneBy(InvitationEntity, { eventId, code: code.toUpperCase() });
  if (invitation === null)
    throw invalidInput([{ path: 'invitation', message: 'is not known here', code: 'invitation.unknown' }]);
  const over = overSince(invitation, at);
  if (over !== null) {
    const since = over.toISOString();
    throw invalidInput([
      { path: 'invitation', message: `could be used until ${since}`, code: 'invitation.closed', at: since },
    ]);
  }
  return invitation;
}

/** Since when nobody registers by an invitation any more; null while it can be used. */
function overSince({ closesAt, withdrawnAt }: InvitationEntity, at: Date): Date | null {
  return withdrawnAt ?? (closesAt !== null && at >= closesAt ? closesAt : null);
}

/** Whether somebody could be registered by a code now; how many says nobody but the organisers' own page. */
export async function standingOf(
  manager: EntityManager,
  eventId: string,
  code: string,
  at: Date,
): Promise<InvitationStanding> {
  const typed = code.toUpperCase();
  // What no code has, a database may not even be asked for.
  const row = /^[A-Z0-9]+$/.test(typed) ? await manager.findOneBy(InvitationEntity, { eventId, code: typed }) : null;
  if (row === null) return { state: 'unknown' };
  const { quota, taken } = invitationView(row);
  const isFull = placeModes.every((mode) => quota[mode] !== null && taken[mode] >= quota[mode]);
  return { state: isFull || overSince(row, at) !== null ? 'closed' : 'open' };
}

/**
 * Takes people of an invitation's quotas, or gives them back where a number is negative. Call it before any pool is
 * locked. Problem 409 `invitation.full`.
 */
export async function claimInvitation(
  manager: EntityManager,
  invitationId: string,
  people: Record<PlaceMode, number>,
): Promise<void> {
  if (people['in-person'] === 0 && people.online === 0) return;
  const [claimed] = await manager.query<[unknown[], number]>(
    `UPDATE invitations SET taken_in_person = taken_in_person + $2, taken_online = taken_online + $3
      WHERE id = $1 AND ($2 <= 0 OR quota_in_person IS NULL OR taken_in_person + $2 <= quota_in_person)
        AND ($3 <= 0 OR quota_online IS NULL OR taken_online + $3 <= quota_online) RETURNING id`,
    [invitationId, people['in-person'], people.online],
  );
  if (claimed.length === 0) {
    const [left]: { 'in-person': number | null; online: number | null }[] = await manager.query(
      `SELECT quota_in_person - taken_in_person AS "in-person", quota_online - taken_online AS online
         FROM invitations WHERE id = $1`,
      [invitationId],
    );
    throw new Problem(409, 'invitation.full', 'So many people are not left of this invitation.', { left });
  }
}

/** How many people more each mode has. */
export function peopleMore(
  before: readonly (readonly PlaceMode[])[],
  after: readonly (readonly PlaceMode[])[],
): Record<PlaceMode, number> {
  const count = (people: readonly (readonly PlaceMode[])[], mode: PlaceMode): number =>
    people.filter((modes) => modes.includes(mode)).length;
  const more = (mode: PlaceMode): number => count(after, mode) - count(before, mode);
  return { 'in-person': more('in-person'), online: more('online') };
}

/** The columns of an order; what is taken already stays within the ceilings. */
export function quotasOf(
  { label, quota, closesAt }: InvitationOrder,
  taken: Record<PlaceMode, number>,
): Pick<
  InvitationEntity,
  'label' | 'closesAt' | 'quotaInPerson' | 'quotaOnline' | 'ceilingInPerson' | 'ceilingOnline'
> {
  const ceiling = (mode: PlaceMode): number | null => {
    const set = quota[mode];
    return set === null ? null : Math.max(set, taken[mode]);
  };
  return {
    label,
    closesAt: closesAt === null ? null : new Date(closesAt),
    quotaInPerson: quota['in-person'],
    quotaOnline: quota.online,
    ceilingInPerson: ceiling('in-person'),
    ceilingOnline: ceiling('online'),
  };
}

export function invitationView(row: InvitationEntity): Invitation {
  return {
    code: row.code,
    label: row.label,
    quota: { 'in-person': row.quotaInPerson, online: row.quotaOnline },
    taken: { 'in-person': row.takenInPerson, online: row.takenOnline },
    closesAt: row.closesAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    version: row.version,
  };
}
