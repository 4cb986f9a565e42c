import type { Pool } from './places.js';
import type { CalendarDate, EventFacts, Instant } from './programme.js';
import { addDays, dayBounds } from './zone.js';

/** What is said of somebody at a door: that they are there, that they said they will not come, or neither (taken back). */
export const markStates = ['present', 'not-coming', 'none'] as const;
export type MarkState = (typeof markStates)[number];

/**
 * What somebody who stands at the door gets of a pool. A free place is theirs; one over the capacity, or past those who
 * wait, takes a reason, since others answer for it. In a coach there are as many seats as there are: a reason is no seat.
 */
export function placeAtDoor(
  scope: 'event' | 'day' | 'session' | 'seat',
  { capacity, taken, waiting }: Pool,
  reason: string,
): 'given' | 'given over' | 'reason missing' | 'no seat' {
  if (waiting === 0 && (capacity === null || taken < capacity)) return 'given';
  if (scope === 'seat') return 'no seat';
  return reason.trim() === '' ? 'reason missing' : 'given over';
}

/**
 * Which of two sayings about the same person holds: the later one by the time at which it was said, whenever it came.
 * Of two that were said at the same time the one that is held stays, so that one sent twice changes nothing.
 */
export function replacesMark(held: { at: Instant } | null, told: { at: Instant }): boolean {
  return held === null || Date.parse(told.at) > Date.parse(held.at);
}

/** When something was said, by a phone whose clock may be ahead: never later than now. */
export function saidAt(told: Instant, now: Instant): Instant {
  return new Date(Math.min(Date.parse(told), Date.parse(now))).toISOString();
}

/** How long after the event's last day telephones serve: for the journeys of its days and what was left in the coach. */
export const telephoneDays = 7;

/** From when on telephones are no longer kept, by the server as by a guide's phone. */
export function telephonesUntil({
  lastDay,
  zone,
  dayChangeHour,
}: Pick<EventFacts, 'lastDay' | 'zone' | 'dayChangeHour'>): Instant {
  return dayBounds(addDays(lastDay, telephoneDays + 1), zone, dayChangeHour).startsAt;
}

/** Which day of the event a door works on: today; before the event its first, after it its last one. */
export function doorDay(days: readonly { date: CalendarDate }[], today: CalendarDate): CalendarDate | null {
  const dates = days.map(({ date }) => date).sort();
  return dates.findLast((date) => date <= today) ?? dates[0] ?? null;
}
