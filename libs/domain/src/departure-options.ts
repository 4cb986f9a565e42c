import { planMoves, sessionsAfter, type LiveChangeCommand, type LiveChangePlan } from './live-change.js';
import { missedDepartures, waitsNeeded } from './missed-departures.js';
import type { Instant, Programme, Session } from './programme.js';

/** Bodies of live changes, as `POST live-changes` takes them. */
interface Hold {
  type: 'hold';
  session: string;
  minutes: number;
}
interface Extend {
  type: 'extend';
  session: string;
  slot: string;
  minutes: number;
  cascade: boolean;
}

/** What can be done about a departure that a change makes people miss. */
export type DepartureOption =
  /** Hold it, after the change, until all reach it. */
  | { option: 'hold'; when: 'after'; change: Hold }
  /** Let the session end in time: by a shorter extension instead of the change (null: by none), or by cutting it after. */
  | { option: 'end-on-time'; when: 'after' | 'instead'; change: Extend | null }
  /** Let it leave without them. */
  | { option: 'leave'; when: 'after'; change: null };

/** Departures are announced in steps of so many minutes. */
const stepMinutes = 5;
const minute = 60_000;

/**
 * What can be done about the departures that a plan makes people miss; nothing where none is. One `hold` for each
 * departure that can be held, in steps of five minutes; one `end-on-time` that lets all be reached, left out where the
 * change has no end to bring forward; and `leave`.
 */
export function departureOptions(
  programme: Pick<Programme, 'sessions' | 'rooms'>,
  slotId: string,
  command: LiveChangeCommand,
  plan: LiveChangePlan,
  at: Instant,
): DepartureOption[] {
  if (plan.missedDepartures.length === 0) return [];
  const after = { ...programme, sessions: sessionsAfter(programme.sessions, plan) };
  return [
    ...holds(after, programme.sessions, at),
    ...endOnTime(programme, after, slotId, command, at),
    { option: 'leave', when: 'after', change: null },
  ];
}

function holds(
  after: Pick<Programme, 'sessions' | 'rooms'>,
  before: readonly Session[],
  at: Instant,
): DepartureOption[] {
  return [...waitsNeeded(before, after.sessions)].flatMap(([session, wait]) => {
    const minutes = Math.ceil(wait / stepMinutes) * stepMinutes;
    const slot = after.sessions.find(({ code }) => code === session)?.slots[0];
    const isPossible = planMoves(after, slot?.id ?? '', { type: 'hold', minutes }, at, null).ok;
    return isPossible
      ? [{ option: 'hold' as const, when: 'after' as const, change: { type: 'hold', session, minutes } }]
      : [];
  });
}

function endOnTime(
  programme: Pick<Programme, 'sessions' | 'rooms'>,
  after: Pick<Programme, 'sessions' | 'rooms'>,
  slotId: string,
  command: LiveChangeCommand,
  at: Instant,
): DepartureOption[] {
  const { sessions } = programme;
  const session = sessions.find(({ slots }) => slots.some(({ id }) => id === slotId))?.code ?? '';
  const cascade = 'cascade' in command && command.cascade;
  /** Whether all reach what they reached, when the slot is extended by so many minutes; refused ones reach nothing. */
  const reaches = (from: typeof programme, minutes: number): boolean => {
    const moves = planMoves(from, slotId, { type: 'extend', minutes, cascade }, at, null);
    return moves.ok && missedDepartures(sessions, sessionsAfter(from.sessions, moves)).length === 0;
  };
  const by = (minutes: number): Extend => ({ type: 'extend', session, slot: slotId, minutes, cascade });
  if (command.type === 'extend') {
    // None at all reaches everything, the whole does not.
    const most = lastTrue(0, command.minutes, (minutes) => reaches(programme, minutes));
    return [{ option: 'end-on-time', when: 'instead', change: most === 0 ? null : by(most) }];
  }
  // Either of the two may be what ends too late: both can be left where they are.
  if (command.type === 'swap') return [{ option: 'end-on-time', when: 'instead', change: null }];
  if (command.type !== 'delay' && command.type !== 'move' && command.type !== 'start') return [];
  const longest = minutesOf(after.sessions, slotId) - 1;
  if (longest < 1 || !reaches(after, -longest)) {
    // What has begun has begun; what has not can be left where it is.
    return command.type === 'start' ? [] : [{ option: 'end-on-time', when: 'instead', change: null }];
  }
  const least = lastTrue(-longest, 0, (minutes) => reaches(after, minutes));
  return [{ option: 'end-on-time', when: 'after', change: by(least) }];
}

/** The last number that holds, between one that does and a higher one that does not. */
function lastTrue(holdsAt: number, failsAt: number, holds: (candidate: number) => boolean): number {
  let [low, high] = [holdsAt, failsAt];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Whole minutes that a slot lasts, the last begun one included. */
function minutesOf(sessions: readonly Session[], slotId: string): number {
  const slot = sessions.flatMap(({ slots }) => slots).find(({ id }) => id === slotId);
  return slot === undefined ? 0 : Math.ceil((Date.parse(slot.endsAt) - Date.parse(slot.startsAt)) / minute);
}
