import type { Counts } from '@kopa/contracts';
import type { CalendarDate, PlaceMode } from '@kopa/domain';

/** Places left in a session; null: not limited; undefined: not known yet. */
export function leftInSession(counts: Counts | undefined, code: string, mode: PlaceMode): number | null | undefined {
  return counts === undefined ? undefined : (counts.sessions[code]?.[mode] ?? null);
}

/** Places left on a day: the fewer of the day's and the whole event's. */
export function leftOnDay(counts: Counts | undefined, date: CalendarDate, mode: PlaceMode): number | null | undefined {
  if (counts === undefined) return undefined;
  const known = [counts.days[date]?.[mode], counts.event[mode]].filter((left) => left !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
