import type { RegistrationInput } from '@kopa/contracts';
import { answersOf } from './answers.js';
import { seatsFor, wantsSeat } from './coach-seats.js';
import { attendanceOf, bookingsOf, consentsOf, contactId, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import { questionsFor } from './questions.js';
import type { Terms } from './terms.js';

/**
 * The request; companions take the contact's language, zone, organisation, days and bookings, but answer for themselves,
 * and nobody agrees to anything for them. What is not asked any more, as a visit was left out, is not sent.
 */
export function requestOf(draft: Draft, terms: Terms): RegistrationInput {
  const questions = questionsFor(draft, terms);
  const shared = {
    locale: draft.locale,
    timezone: draft.timezone === '' ? null : draft.timezone,
    organisation: draft.organisation.trim(),
    country: draft.country === '' ? null : draft.country,
    attendance: attendanceOf(draft, terms.programme),
    bookings: bookingsOf(draft, terms).map((booking) => ({ ...booking, seat: wantsSeat(draft, booking.session) })),
  };
  const hasSeat = seatsFor(draft, terms).length > 0;
  const particulars = (id: string) => {
    const { telephone } = particularsOf(draft, id);
    return hasSeat ? { telephone: telephone.trim() } : {};
  };
  const answers = (id: string) => answersOf(questions, draft.answers[id] ?? {});
  return {
    ...shared,
    name: draft.name.trim(),
    email: draft.email.trim(),
    ...particulars(contactId),
    answers: answers(contactId),
    consents: consentsOf(draft, terms.rules),
    people: draft.people.map(({ id, name, email }) => ({
      ...shared,
      name: name.trim(),
      ...particulars(id),
      answers: answers(id),
      ...(email.trim() === '' ? {} : { email: email.trim() }),
    })),
  };
}
