import {
  ageOn,
  isTooYoung,
  isUnderAge,
  minimumAge,
  type CalendarDate,
  type MinimumAge,
  type Programme,
  type Session,
} from '@kopa/domain';
import { bookingsOf, type Draft } from './draft.js';
import { particularsOf } from './particulars.js';
import type { Terms } from './terms.js';

type Chosen = Pick<Draft, 'days' | 'bookings' | 'invitation' | 'particulars'>;

export interface FromAge extends MinimumAge {
  session: Session;
}

/** A date on which somebody alive can have been born. */
export function isBirthDate(bornOn: string, today: CalendarDate): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(bornOn) && bornOn <= today && ageOn(bornOn, today) <= 120;
}

/** When somebody was born, as far as it can be: a date is typed part by part. */
export function birthDate(bornOn: string, { event }: Pick<Programme, 'event'>): CalendarDate | null {
  return bornOn !== '' && bornOn <= event.firstDay ? bornOn : null;
}

/** Whether somebody said that they are under full age. */
export function isYoung(bornOn: string, programme: Pick<Programme, 'event'>): boolean {
  return isUnderAge(birthDate(bornOn, programme), programme.event);
}

/** The chosen sessions that are from an age on. */
export function fromAnAge(draft: Omit<Chosen, 'particulars'>, terms: Terms): FromAge[] {
  return bookingsOf(draft, terms).flatMap((booking) => {
    const session = terms.programme.sessions.find(({ code }) => code === booking.session);
    const minimum = minimumAge(terms.programme, booking);
    return session === undefined || minimum === null ? [] : [{ session, ...minimum }];
  });
}

/** The chosen session for which somebody is too young. */
export function tooYoungFor(draft: Chosen, person: string, terms: Terms): FromAge | undefined {
  const bornOn = birthDate(particularsOf(draft, person).bornOn, terms.programme);
  return fromAnAge(draft, terms).find((minimum) => isTooYoung(bornOn, minimum));
}

/** Whether somebody is asked when they were born. Who said that they are under age is asked still: a guardian answers. */
export function isAskedAge(draft: Chosen, person: string, terms: Terms): boolean {
  return fromAnAge(draft, terms).length > 0 || isYoung(particularsOf(draft, person).bornOn, terms.programme);
}
