import type { Counts } from '@kopa/contracts';
import { dayPlaceOf } from '@kopa/domain';
import { bookingsOf, type Draft } from './draft.js';
import { leftInSession, leftOnDay } from './left-places.js';
import type { Terms } from './terms.js';

/** Whether somebody would wait for a place in person, by the places left now: only such places come free too late. */
export function mayWait(draft: Draft, counts: Counts | undefined, terms: Terms): boolean {
  const wanted = draft.people.length + 1;
  const inSessions = bookingsOf(draft, terms)
    .filter(({ mode }) => mode === 'in-person')
    .map(({ session }) => leftInSession(counts, session, 'in-person'));
  const onDays = Object.entries(draft.days)
    .filter(([, mode]) => dayPlaceOf(mode) === 'in-person')
    .map(([date]) => leftOnDay(counts, date, 'in-person'));
  return [...inSessions, ...onDays].some((left) => left !== null && left !== undefined && left < wanted);
}
