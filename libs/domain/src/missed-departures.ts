import type { Agendas, OwnChoices } from './agenda.js';
import { conflictsArisen } from './agenda-news.js';
import type { Instant, Session, Slot } from './programme.js';
import { walkMinutes } from './travel.js';

/** A departure that people of a slot could reach before a change and cannot after it. */
export interface MissedDeparture {
  /** Code of the add-on. */
  session: string;
  departAt: Instant;
  /** Code of the session that ends too late for it, and when. */
  because: string;
  endsAt: Instant;
}

/** What of a missed departure tells how long it would have to wait. */
interface Lateness extends MissedDeparture {
  /** What people need from the session to the departure. */
  walkMinutes: number;
}

const day = 86_400_000;
const minute = 60_000;

/** When people leave (or, where nothing departs, meet) for a session; null when they need not. */
export function leavesAt({ addOn }: Pick<Session, 'addOn'>): Instant | null {
  return addOn?.departAt ?? addOn?.meetAt ?? null;
}

/**
 * Whoever sat in a slot reached a departure that left at its end or later; it is missed when that is so no more, because
 * the slot ends later or the departure leaves earlier. Where there was time for the walk there must be still. What is
 * more than a day away was never meant to be caught.
 */
export function missedDepartures(before: readonly Session[], after: readonly Session[]): MissedDeparture[] {
  return latenesses(before, after).map(({ walkMinutes: _, ...missed }) => missed);
}

/** How many minutes each departure would have to wait for all who reached it before; those that need not are left out. */
export function waitsNeeded(before: readonly Session[], after: readonly Session[]): Map<string, number> {
  const waits = new Map<string, number>();
  for (const { session, departAt, endsAt, walkMinutes: walk } of latenesses(before, after)) {
    const needed = (Date.parse(endsAt) - Date.parse(departAt)) / minute + walk;
    waits.set(session, Math.max(needed, waits.get(session) ?? 0));
  }
  return waits;
}

function latenesses(before: readonly Session[], after: readonly Session[]): Lateness[] {
  const now = new Map(after.map((session) => [session.code, session]));
  const slots = new Map(after.flatMap((session) => session.slots.map((slot) => [slot.id, slot])));
  const departures = before.flatMap((session) => {
    const left = session.slots.some(({ status }) => status === 'scheduled') ? leavesAt(session) : null;
    const departAt = leavesAt(now.get(session.code) ?? session);
    return left === null || departAt === null ? [] : [{ code: session.code, left, departAt }];
  });
  const late = (session: string, was: Slot): Lateness[] => {
    const { endsAt, status } = slots.get(was.id) ?? was;
    if (status === 'cancelled') return [];
    return departures.flatMap(({ code, left, departAt }) => {
      // Of a thousand slots a change moves few.
      if (endsAt === was.endsAt && departAt === left) return [];
      const gap = Date.parse(left) - Date.parse(was.endsAt);
      if (code === session || gap < 0 || gap >= day) return [];
      const walk = gap >= walkMinutes * minute ? walkMinutes : 0;
      const isReached = Date.parse(departAt) >= Date.parse(endsAt) + walk * minute;
      return isReached ? [] : [{ session: code, departAt, because: session, endsAt, walkMinutes: walk }];
    });
  };
  return before.flatMap(({ code, slots: own }) => own.flatMap((slot) => late(code, slot)));
}

/** Each departure once with each session that ends too late for it, at its latest end. */
export function departuresAtRisk(missed: readonly MissedDeparture[]): MissedDeparture[] {
  const latest = new Map<string, MissedDeparture>();
  for (const departure of missed) {
    const key = `${departure.session} ${departure.because}`;
    if (departure.endsAt > (latest.get(key)?.endsAt ?? '')) latest.set(key, departure);
  }
  return [...latest.values()];
}

/** What a change would mean for one person. */
export interface HitOfOne {
  /** They booked or starred what changes. */
  isConcerned: boolean;
  /** It makes a conflict in their agenda. */
  isClashing: boolean;
  /** Of the departures at risk: those on which they have a place, and those that they would miss. */
  booked: MissedDeparture[];
  missed: MissedDeparture[];
}

/**
 * What a change would mean for one person, by the rules of their own agenda: who follows a session on the way misses
 * nothing.
 * @param after the sessions that change, as they would stand
 */
export function hitOf(
  rules: Agendas,
  own: OwnChoices,
  after: ReadonlyMap<string, Session>,
  atRisk: readonly MissedDeparture[],
): HitOfOne {
  const items = rules.itemsOf(own);
  const arisen = conflictsArisen(rules, items, rules.itemsWith(items, own, after), new Set(after.keys()));
  const riding = new Set(
    items
      .filter(({ status, mode, to, isCancelled }) => {
        return status === 'confirmed' && mode === 'in-person' && to.at === 'point' && !isCancelled;
      })
      .map(({ session }) => session),
  );
  const booked = atRisk.filter(({ session }) => riding.has(session));
  const missed = booked.filter(({ session, because }) =>
    arisen.some((conflict) => {
      const [one, other] = conflict.sessions;
      const isBetween = (one === session && other === because) || (one === because && other === session);
      return isBetween && (conflict.kind === 'overlap' || (conflict.kind === 'travel' && conflict.isMissed));
    }),
  );
  return {
    isConcerned: [...own.bookings, ...own.stars].some(({ session }) => after.has(session)),
    isClashing: arisen.length > 0,
    booked,
    missed,
  };
}
