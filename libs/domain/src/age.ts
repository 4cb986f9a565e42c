import { sessionDate, type PlaceMode } from './places.js';
import type { CalendarDate, EventFacts, Programme } from './programme.js';

/** Full age: who is under it takes part with a guardian's agreement. */
export const fullAge = 18;

/** What nobody can agree to under full age: no pictures are taken of them. */
const notUnderAge = ['pictures', 'recording'];

/** Full years of somebody on a date. Born on 29 February one is a year older on 1 March of other years. */
export function ageOn(bornOn: CalendarDate, date: CalendarDate): number {
  const years = Number(date.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return date.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

/** Whether somebody is under full age when an event begins; who does not say is taken to be of age. */
export function isUnderAge(bornOn: CalendarDate | null, { firstDay }: Pick<EventFacts, 'firstDay'>): boolean {
  return bornOn !== null && ageOn(bornOn, firstDay) < fullAge;
}

/** Whether somebody can agree to something at their age. */
export function canAgree(purpose: string, bornOn: CalendarDate | null, event: Pick<EventFacts, 'firstDay'>): boolean {
  return !(notUnderAge.includes(purpose) && isUnderAge(bornOn, event));
}

/** Years that somebody must have on a date. */
export interface MinimumAge {
  years: number;
  date: CalendarDate;
}

/** The age that a booking takes, on the day of its session; null where anybody may come. Online anybody may. */
export function minimumAge(
  { sessions, event }: Pick<Programme, 'sessions' | 'event'>,
  { session: code, mode }: { session: string; mode: PlaceMode },
): MinimumAge | null {
  const session = sessions.find((entry) => entry.code === code);
  const years = session?.addOn?.minimumAge ?? null;
  if (session === undefined || years === null || mode === 'online') return null;
  return { years, date: sessionDate({ event }, session) ?? event.firstDay };
}

/** Whether somebody has not that age; who does not say is taken at their word of booking (docs/decisions/0010). */
export function isTooYoung(bornOn: CalendarDate | null, { years, date }: MinimumAge): boolean {
  return bornOn !== null && ageOn(bornOn, date) < years;
}
