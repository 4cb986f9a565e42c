import {
  blocksClash,
  blocksOf,
  bookableModes,
  dayPlaceOf,
  isAhead,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
  type Programme,
  type Session,
} from '@kopa/domain';

/** A session in which places can be booked, and in which modes. */
export interface Offer {
  session: Session;
  date: CalendarDate;
  modes: PlaceMode[];
  /** Few places or a journey: these are what people come to book. */
  isScarce: boolean;
}

/** Modes that a day takes part in: a hybrid session's places are asked for in these only. */
function modesOn(day: AttendanceMode): PlaceMode[] {
  if (day === 'both') return ['in-person', 'online'];
  const mode = dayPlaceOf(day);
  return mode === null ? [] : [mode];
}

/**
 * The sessions that can still be booked, by time. With `days` only those that these allow; without, all of them: coming
 * in person for one session is asked when it is booked.
 */
export function offersOf(
  programme: Programme,
  days: Readonly<Record<CalendarDate, AttendanceMode>> | null,
  now: number = Date.now(),
): Offer[] {
  const present = new Date(now).toISOString();
  return programme.sessions
    .flatMap((session): Offer[] => {
      const date = sessionDate(programme, session);
      if (date === null || !isAhead(session, present)) return [];
      const held = bookableModes(session.mode);
      const modes = days === null ? held : held.filter((mode) => modesOn(days[date] ?? 'absent').includes(mode));
      const isScarce = session.addOn !== null || modes.some((mode) => session.capacity[mode] !== null);
      // Nobody books a coffee break, unless its places are counted.
      if (modes.length === 0 || (session.kind === 'break' && !isScarce)) return [];
      return [{ session, date, modes, isScarce }];
    })
    .sort((a, b) => startOf(a.session).localeCompare(startOf(b.session)));
}

/** When somebody must be there: an add-on's meeting or departure, else the start. */
export function startOf({ slots, addOn }: Session): string {
  const all = [addOn?.meetAt, addOn?.departAt, ...slots.map(({ startsAt }) => startsAt)];
  return all.filter((at) => at !== null && at !== undefined).sort()[0] ?? '';
}

/** The other chosen sessions that somebody cannot be at if they are at this one. */
export function clashesOf(
  session: Session,
  mode: PlaceMode,
  chosen: readonly { session: Session; mode: PlaceMode }[],
): Session[] {
  const own = blocksOf(session, mode);
  return chosen
    .filter((other) => other.session.code !== session.code && blocksClash(own, blocksOf(other.session, other.mode)))
    .map((other) => other.session);
}
