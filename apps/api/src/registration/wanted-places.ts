import { randomUUID } from 'node:crypto';
import {
  dayPlaceOf,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
  type Programme,
} from '@kopa/domain';
import { type Claim, type Claimed } from './claims.js';
import { poolNameText, type PoolName } from './pools.js';
import { modesOf } from './registration-input.js';
import type { ShownPlace } from './registration-view.js';

/** A place to be claimed, with the name of its pool. */
export type Wanted = Omit<Claim, 'poolId'> & PoolName;

export const datesOf = (programme: Programme): CalendarDate[] => programme.days.map(({ date }) => date);

/** Day of a session; null when the programme has it no more. */
export function dateOfCode(programme: Programme, code: string): CalendarDate | null {
  const session = programme.sessions.find((entry) => entry.code === code);
  return session === undefined ? null : sessionDate(programme, session);
}

/**
 * All places that days and bookings take, each behind what it depends on: a booking in person with a seat in the coach
 * where there is one and it is wanted. `ids` are those held already, by pool.
 */
export function wantedBy(
  programme: Programme,
  attendance: Record<CalendarDate, AttendanceMode>,
  bookings: readonly { session: string; mode: PlaceMode; seat: boolean }[],
  { coaches, ids = new Map<string, string>() }: { coaches: ReadonlySet<string>; ids?: ReadonlyMap<string, string> },
): Wanted[] {
  const make = (name: PoolName, afterId: string | null): Wanted => ({
    id: ids.get(poolNameText(name)) ?? randomUUID(),
    afterId,
    ...name,
  });
  const ofEvent = modesOf(attendance).map((mode) => make({ scope: 'event', key: '', mode }, null));
  const ofDays = datesOf(programme).flatMap((date) => {
    const mode = dayPlaceOf(attendance[date] ?? 'absent');
    if (mode === null) return [];
    return [make({ scope: 'day', key: date, mode }, ofEvent.find((place) => place.mode === mode)?.id ?? null)];
  });
  const ofSessions = bookings.flatMap(({ session, mode, seat }) => {
    const date = dateOfCode(programme, session);
    const day = ofDays.find((place) => place.key === date && place.mode === mode);
    const booking = make({ scope: 'session', key: session, mode }, day?.id ?? null);
    const hasSeat = seat && mode === 'in-person' && coaches.has(session);
    return hasSeat ? [booking, make({ scope: 'seat', key: session, mode }, booking.id)] : [booking];
  });
  return [...ofEvent, ...ofDays, ...ofSessions];
}

/** A wanted place as its owner sees what became of it. */
export function placeOf({ id, scope, key, mode }: Wanted, claimed: Claimed | undefined): ShownPlace {
  if (claimed === undefined) throw new Error(`the place ${poolNameText({ scope, key, mode })} was not claimed`);
  const { status, position, isEligible } = claimed;
  return {
    id,
    scope,
    key,
    mode,
    status,
    position,
    isEligible,
    offeredUntil: null,
    offeredFor: null,
    fallbackOf: null,
    isAside: false,
  };
}
