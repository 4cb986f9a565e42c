import type { RegistrationInput } from '@kopa/contracts';
import { dayPlaceOf } from '@kopa/domain';
import { isAskedAge, isYoung } from './age.js';
import { answersOf } from './answers.js';
import { seatsFor, wantsSeat } from './coach-seats.js';
import { consentsOf } from './consents.js';
import { attendanceOf, bookingsOf, contactId, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import { questionsFor } from './questions.js';
import type { Terms } from './terms.js';

/**
 * The request; companions take the contact's language, zone, organisation, days and bookings, but answer for themselves,
 * and nobody agrees to anything for them. What is not asked any more, as a visit was left out, is not sent.
 */
export function requestOf(draft: Draft, terms: Terms): RegistrationInput {
  const questions = questionsFor(draft, terms);
  const attendance = attendanceOf(draft, terms.programme);
  const shared = {
    locale: draft.locale,
    timezone: draft.timezone === '' ? null : draft.timezone,
    organisation: draft.organisation.trim(),
    country: draft.country === '' ? null : draft.country,
    shortNotice: draft.shortNotice,
    attendance,
    // Where there is a place after all it does not matter.
    meanwhile: Object.fromEntries(
      Object.entries(draft.meanwhile).filter(([date]) => dayPlaceOf(attendance[date] ?? 'absent') === 'in-person'),
    ),
    bookings: bookingsOf(draft, terms).map((booking) => ({ ...booking, seat: wantsSeat(draft, booking.session) })),
  };
  const hasSeat = seatsFor(draft, terms).length > 0;
  const particulars = (id: string) => {
    const { telephone, bornOn, guardian } = particularsOf(draft, id);
    return {
      ...(hasSeat ? { telephone: telephone.trim() } : {}),
      ...(isAskedAge(draft, id, terms) ? { bornOn } : {}),
      ...(isYoung(bornOn, terms.programme)
        ? { guardian: { name: guardian.name.trim(), email: guardian.email.trim(), agrees: true as const } }
        : {}),
    };
  };
  const answers = (id: string) => answersOf(questions, draft.answers[id] ?? {});
  return {
    ...shared,
    name: draft.name.trim(),
    email: draft.email.trim(),
    ...particulars(contactId),
    answers: answers(contactId),
    consents: consentsOf(draft, terms),
    ...(draft.invitation.trim() === '' ? {} : { invitation: draft.invitation.trim() }),
    people: draft.people.map(({ id, name, email }) => ({
      ...shared,
      name: name.trim(),
      ...particulars(id),
      answers: answers(id),
      ...(email.trim() === '' ? {} : { email: email.trim() }),
    })),
  };
}
