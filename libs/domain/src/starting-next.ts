import { leavesAt } from './missed-departures.js';
import { nowAndNext } from './now-next.js';
import { compareText } from './order.js';
import type { Instant, Programme, Session } from './programme.js';

/** How long before people gather for an add-on the desk looks at it. */
export const addOnsAheadMinutes = 120;

export interface StartingSession {
  /** Its code. */
  session: string;
  /** When people must be there: when an add-on gathers or leaves, else its start. */
  from: Instant;
  isAddOn: boolean;
}

/**
 * What starts next: the next session of each room, and add-ons whose people gather, leave or begin within two hours; each
 * once, in order of when people must be there.
 */
export function startingNext(programme: Pick<Programme, 'rooms' | 'sessions'>, at: Instant): StartingSession[] {
  const until = new Date(Date.parse(at) + addOnsAheadMinutes * 60_000).toISOString();
  const next = new Set(nowAndNext(programme, at).flatMap((room) => room.next?.session ?? []));
  return programme.sessions
    .flatMap((session): StartingSession[] => {
      const from = fromOf(session, at);
      if (from === null) return [];
      const isAddOn = session.addOn !== null;
      const isMeant = next.has(session.code) || (isAddOn && from <= until);
      return isMeant ? [{ session: session.code, from, isAddOn }] : [];
    })
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.session, b.session));
}

/** Null where nothing of it is still to begin. */
function fromOf(session: Session, at: Instant): Instant | null {
  const starts = session.slots
    .filter(({ status, startsAt }) => status === 'scheduled' && startsAt > at)
    .map(({ startsAt }) => startsAt)
    .sort();
  const [first] = starts;
  return first === undefined ? null : (session.addOn?.meetAt ?? leavesAt(session) ?? first);
}
