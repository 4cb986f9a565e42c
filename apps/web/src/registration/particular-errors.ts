import { seatsFor } from './coach-seats.js';
import { contactId, namedIn, type Draft } from './draft.js';
import type { FieldError } from './field-errors.js';
import { particularsOf } from './particulars.js';
import type { Terms } from './terms.js';

/** Id of the input of something particular to one person. */
export const particularField = (what: string, person: string = contactId): string =>
  person === contactId ? what : `${what}-${person}`;

const isTelephone = (text: string): boolean => /^\+?[0-9][0-9 ()/.-]{3,}$/.test(text.trim());

/** What can be told wrong with what the chosen sessions ask of each person. */
export function particularErrors(draft: Draft, terms: Terms): FieldError[] {
  const hasSeat = seatsFor(draft, terms).length > 0;
  return namedIn(draft).flatMap(({ id, name: person }) => {
    const { telephone } = particularsOf(draft, id);
    return hasSeat && !isTelephone(telephone)
      ? [{ field: particularField('telephone', id), key: 'telephone', person }]
      : [];
  });
}
