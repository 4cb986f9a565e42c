import { isUnderAge } from './age.js';
import { contactId, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import type { Terms } from './terms.js';

/** What nobody can agree to under age. The server keeps the same. */
const notUnderAge = ['pictures', 'recording'];

/** Whether the contact, who alone is asked for consents, can agree to something at their age. */
export function canAgree(purpose: string, draft: Pick<Draft, 'particulars'>, terms: Pick<Terms, 'programme'>): boolean {
  return !(notUnderAge.includes(purpose) && isUnderAge(particularsOf(draft, contactId).bornOn, terms));
}

/** What was agreed to, where it is still what is asked (another text was not read) and can be at that age. */
export function consentsOf(
  draft: Pick<Draft, 'consents' | 'particulars'>,
  terms: Terms,
): { purpose: string; version: number }[] {
  return terms.rules.consents.flatMap(({ purpose, version }) =>
    draft.consents[purpose] === version && canAgree(purpose, draft, terms) ? [{ purpose, version }] : [],
  );
}
