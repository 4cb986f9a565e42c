import type { Counts } from '@kopa/contracts';
import { bookingsOf, type Draft } from './draft.js';
import { leftInSession } from './left-places.js';
import { mayWaitOn } from './meanwhile.js';
import type { Terms } from './terms.js';

/** Whether somebody would wait for a place in person, by the places left now: only such places come free too late. */
export function mayWait(draft: Draft, counts: Counts | undefined, terms: Terms): boolean {
  const wanted = draft.people.length + 1;
  const inSessions = bookingsOf(draft, terms)
    .filter(({ mode }) => mode === 'in-person')
    .map(({ session }) => leftInSession(counts, session, 'in-person'));
  return (
    inSessions.some((left) => left !== null && left !== undefined && left < wanted) ||
    Object.keys(draft.days).some((date) => mayWaitOn(draft, date, counts))
  );
}
