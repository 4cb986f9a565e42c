import { ageOn, sessionDate, type CalendarDate, type Session } from '@kopa/domain';
import { bookingsOf, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import type { Terms } from './terms.js';

type Chosen = Pick<Draft, 'days' | 'bookings' | 'invitation' | 'particulars'>;

/** Full age: who is under it takes part with a guardian's agreement. The server keeps the same. */
const fullAge = 18;

export interface FromAge {
  session: Session;
  years: number;
  /** The day on which that age is needed. */
  date: CalendarDate;
}

/** A date on which somebody alive can have been born. */
export function isBirthDate(bornOn: string, today: CalendarDate): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(bornOn) && bornOn <= today && ageOn(bornOn, today) <= 120;
}

/** Whether somebody is under age on the first day of the event; who does not say is taken to be of age. */
export function isUnderAge(bornOn: string, { programme }: Pick<Terms, 'programme'>): boolean {
  const { firstDay } = programme.event;
  return bornOn !== '' && bornOn <= firstDay && ageOn(bornOn, firstDay) < fullAge;
}

/** The chosen sessions that are from an age on. */
export function fromAnAge(draft: Omit<Chosen, 'particulars'>, terms: Terms): FromAge[] {
  const { sessions, event } = terms.programme;
  return bookingsOf(draft, terms).flatMap(({ session: code, mode }) => {
    const session = sessions.find((entry) => entry.code === code);
    const years = session?.addOn?.minimumAge ?? null;
    if (session === undefined || years === null || mode === 'online') return [];
    return [{ session, years, date: sessionDate(terms.programme, session) ?? event.firstDay }];
  });
}

/** The chosen session for which somebody is too young. */
export function tooYoungFor(draft: Chosen, person: string, terms: Terms): FromAge | undefined {
  const { bornOn } = particularsOf(draft, person);
  return fromAnAge(draft, terms).find(
    ({ years, date }) => bornOn !== '' && bornOn <= date && ageOn(bornOn, date) < years,
  );
}

/** Whether somebody is asked when they were born. Who said that they are under age is asked still: a guardian answers. */
export function isAskedAge(draft: Chosen, person: string, terms: Terms): boolean {
  return fromAnAge(draft, terms).length > 0 || isUnderAge(particularsOf(draft, person).bornOn, terms);
}
