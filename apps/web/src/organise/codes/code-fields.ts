import type { Invitation, InvitationEdit, InvitationOrder } from '@kopa/contracts';
import { placeModes, type PlaceMode } from '@kopa/domain';

/** What is written in the form of a code. */
export interface CodeFields {
  label: string;
  quota: Record<PlaceMode, string>;
  closesAt: string | null;
}

export type FieldPath = 'label' | `quota.${PlaceMode}` | 'closesAt';
export const fieldPaths = ['label', 'quota.in-person', 'quota.online', 'closesAt'] as const;

export const noFields: CodeFields = { label: '', quota: { 'in-person': '', online: '' }, closesAt: null };

/** A code as the form shows it. */
export function fieldsOf({ label, quota, closesAt }: Invitation): CodeFields {
  const { 'in-person': inPerson, online } = quota;
  return {
    label,
    quota: { 'in-person': inPerson?.toString() ?? '', online: online?.toString() ?? '' },
    closesAt,
  };
}

/** As many people as a quota may say: a database counts no further. */
const mostPeople = 2_147_483_647;

/** The number that is typed; null for no limit, undefined for what is none. */
export function quotaTyped(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  return /^\d{1,10}$/.test(typed) && Number(typed) <= mostPeople ? Number(typed) : undefined;
}

/** What is wrong with what is written, by the field; `isNew`: a code that nobody could use is made by mistake. */
export function faultsOf(
  { quota, closesAt }: CodeFields,
  { isNew, now }: { isNew: boolean; now: number },
): Map<FieldPath, 'quota' | 'over'> {
  const faults = new Map<FieldPath, 'quota' | 'over'>();
  for (const mode of placeModes) if (quotaTyped(quota[mode]) === undefined) faults.set(`quota.${mode}`, 'quota');
  if (isNew && closesAt !== null && Date.parse(closesAt) <= now) faults.set('closesAt', 'over');
  return faults;
}

/** What is sent of fields without faults. */
export function orderOf({ label, quota, closesAt }: CodeFields): InvitationOrder {
  const number = (mode: PlaceMode): number | null => quotaTyped(quota[mode]) ?? null;
  return { label: label.trim(), quota: { 'in-person': number('in-person'), online: number('online') }, closesAt };
}

/** What an order says otherwise than the code does: what somebody else set meanwhile stays as they set it. */
export function editOf(known: Invitation, order: InvitationOrder): InvitationEdit {
  const quota = Object.fromEntries(
    placeModes.flatMap((mode) => (order.quota[mode] === known.quota[mode] ? [] : [[mode, order.quota[mode]]])),
  );
  return {
    ...(order.label === known.label ? {} : { label: order.label }),
    ...(Object.keys(quota).length === 0 ? {} : { quota }),
    ...(order.closesAt === known.closesAt ? {} : { closesAt: order.closesAt }),
  };
}

/** How a code stands: who could register by it now. */
export function standingOf(
  { quota, taken, closesAt, withdrawnAt }: Invitation,
  now: number,
): 'open' | 'full' | 'over' | 'withdrawn' {
  if (withdrawnAt !== null) return 'withdrawn';
  if (closesAt !== null && Date.parse(closesAt) <= now) return 'over';
  const isFull = (mode: PlaceMode): boolean => quota[mode] !== null && taken[mode] >= quota[mode];
  return placeModes.every(isFull) ? 'full' : 'open';
}
