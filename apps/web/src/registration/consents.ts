import { canAgree } from '@kopa/domain';
import { birthDate } from './age.js';
import { contactId, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import type { Terms } from './terms.js';

/** Whether the contact, who alone is asked for consents, can agree to something at their age. */
export function canContactAgree(
  purpose: string,
  draft: Pick<Draft, 'particulars'>,
  { programme }: Pick<Terms, 'programme'>,
): boolean {
  return canAgree(purpose, birthDate(particularsOf(draft, contactId).bornOn, programme), programme.event);
}

/** What was agreed to, where it is still what is asked (another text was not read) and can be at that age. */
export function consentsOf(
  draft: Pick<Draft, 'consents' | 'particulars'>,
  terms: Terms,
): { purpose: string; version: number }[] {
  return terms.rules.consents.flatMap(({ purpose, version }) =>
    draft.consents[purpose] === version && canContactAgree(purpose, draft, terms) ? [{ purpose, version }] : [],
  );
}
