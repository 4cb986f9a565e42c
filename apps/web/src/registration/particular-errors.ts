import { isAskedAge, isBirthDate, isYoung, tooYoungFor, type FromAge } from './age.js';
import { seatsFor } from './coach-seats.js';
import { contactId, namedIn, type Draft } from './draft.js';
import { isAddress } from './email-address.js';
import type { FieldError } from './field-errors.js';
import { particularsOf, type Guardian } from './particulars.js';
import { isTelephone } from './telephone-number.js';
import type { Terms } from './terms.js';

interface Person {
  id: string;
  /** Empty where nobody is to be told apart. */
  name: string;
}

/** Id of the input of something particular to one person. */
export const particularField = (what: string, person: string = contactId): string =>
  person === contactId ? what : `${what}-${person}`;

/** That somebody is not old enough for a session. */
export const tooYoungError = ({ id, name }: Person, { session, years }: FromAge): FieldError => ({
  field: particularField('born', id),
  key: 'tooYoung',
  person: name,
  fromAge: { title: session.title, years },
});

/** What can be told wrong with what the chosen sessions ask of each person. */
export function particularErrors(draft: Draft, terms: Terms): FieldError[] {
  const hasSeat = seatsFor(draft, terms).length > 0;
  return namedIn(draft).flatMap((person) => [
    ...(hasSeat && !isTelephone(particularsOf(draft, person.id).telephone) ? [missing('telephone', person)] : []),
    ...(isAskedAge(draft, person.id, terms) ? ageErrors(draft, person, terms) : []),
  ]);
}

const missing = (what: string, { id, name }: Person, key: string = what): FieldError => ({
  field: particularField(what, id),
  key,
  person: name,
});

function ageErrors(draft: Draft, person: Person, terms: Terms): FieldError[] {
  const { bornOn, guardian } = particularsOf(draft, person.id);
  if (!isBirthDate(bornOn, new Date().toISOString().slice(0, 10))) return [missing('born', person)];
  const young = tooYoungFor(draft, person.id, terms);
  if (young !== undefined) return [tooYoungError(person, young)];
  if (!isYoung(bornOn, terms.programme)) return [];
  return guardianFaults(guardian).map(({ part, key }) => missing(`guardian-${part}`, person, key));
}

/** What is missing of who answers for somebody, and the key of its error. */
export function guardianFaults({ name, email, agrees }: Guardian): { part: keyof Guardian; key: string }[] {
  return [
    ...(name.trim() === '' ? [{ part: 'name' as const, key: 'guardianName' }] : []),
    ...(isAddress(email) ? [] : [{ part: 'email' as const, key: 'guardianEmail' }]),
    ...(agrees ? [] : [{ part: 'agrees' as const, key: 'guardianAgrees' }]),
  ];
}
