import { bookingsOf, type Draft } from './draft.js';
import type { Terms } from './terms.js';

type Chosen = Pick<Draft, 'days' | 'bookings' | 'invitation' | 'seats'>;

/** Whether a seat is wanted where a coach goes: one is, unless somebody goes their own way. */
export const wantsSeat = ({ seats }: Pick<Draft, 'seats'>, code: string): boolean => seats[code] ?? true;

/** The chosen sessions to which a coach goes. */
export function coachesFor(draft: Chosen, terms: Terms): string[] {
  return bookingsOf(draft, terms)
    .filter(({ session, mode }) => mode === 'in-person' && terms.coaches.includes(session))
    .map(({ session }) => session);
}

/** The chosen sessions with a seat in the coach: the first of them is where the telephone is asked. */
export function seatsFor(draft: Chosen, terms: Terms): string[] {
  return coachesFor(draft, terms).filter((code) => wantsSeat(draft, code));
}
