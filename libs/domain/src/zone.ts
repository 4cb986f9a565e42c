import type { CalendarDate, Instant } from './programme.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Since then every zone's clock has been whole minutes ahead or behind, and has changed at whole minutes. */
const wholeMinutesSince = Date.UTC(1973, 0);
const mostKept = 20_000;
/** By zone, then by minute since 1970: to ask the formatter costs a hundred times as much. */
const offsets = new Map<string, Map<number, number>>();

/** Milliseconds by which the zone's clock is ahead of UTC at an instant. Throws RangeError for an unknown zone. */
export function zoneOffset(at: number, zone: string): number {
  if (at < wholeMinutesSince) return askForOffset(at, zone);
  let known = offsets.get(zone);
  if (known === undefined) offsets.set(zone, (known = new Map<number, number>()));
  const minute = Math.floor(at / 60_000);
  let offset = known.get(minute);
  if (offset === undefined) {
    offset = askForOffset(at, zone);
    if (known.size >= mostKept) known.clear();
    known.set(minute, offset);
  }
  return offset;
}

function askForOffset(at: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const local = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** Whether a name is an IANA time zone that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant of a local time, `YYYY-MM-DDTHH:mm[:ss]`. Twice on the clock: the first; never on the clock: shifted by
 * the gap, as with the offset before it (RFC 5545 section 3.3.5). Throws RangeError for what is no local time.
 */
export function localToInstant(local: string, zone: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(local)) {
    throw new RangeError(`"${local}" is no local time like 2026-10-07T09:00`);
  }
  const wall = Date.parse(`${local}Z`);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(local))
    throw new RangeError(`"${local}" is no date of the calendar`);
  // A zone changes its clock at most once within a day: the offsets a day before and after are the two candidates.
  const before = zoneOffset(wall - 86_400_000, zone);
  const after = zoneOffset(wall + 86_400_000, zone);
  const fits = [before, after].map((offset) => wall - offset).filter((at) => zoneOffset(at, zone) === wall - at);
  return new Date(fits.length > 0 ? Math.min(...fits) : wall - before).toISOString();
}

/**
 * How often a local time stands on the zone's clock: not at all in the hour that spring skips, twice in the one that
 * autumn repeats. Throws RangeError for what is no local time.
 */
export function timesOnClock(local: string, zone: string): 0 | 1 | 2 {
  const first = localToInstant(local, zone);
  if (!instantToLocal(first, zone).startsWith(local)) return 0;
  const at = Date.parse(first);
  const gain = zoneOffset(at, zone) - zoneOffset(at + 86_400_000, zone);
  if (gain <= 0) return 1;
  return instantToLocal(new Date(at + gain).toISOString(), zone).startsWith(local) ? 2 : 1;
}

/** The local time of an instant, `YYYY-MM-DDTHH:mm:ss`. */
export function instantToLocal(at: Instant, zone: string): string {
  const time = Date.parse(at);
  return new Date(time + zoneOffset(time, zone)).toISOString().slice(0, 19);
}

/** The calendar date after `days` days. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The logical day of an instant: what lies before the day-change hour belongs to the day before. */
export function dayOf(at: Instant, zone: string, dayChangeHour: number): CalendarDate {
  const date = instantToLocal(at, zone).slice(0, 10);
  return at < dayStart(date, zone, dayChangeHour) ? addDays(date, -1) : date;
}

function dayStart(date: CalendarDate, zone: string, dayChangeHour: number): Instant {
  return localToInstant(`${date}T${String(dayChangeHour).padStart(2, '0')}:00`, zone);
}

/** First instant of a logical day, and of the next: 23 or 25 hours apart where the clock changes. */
export function dayBounds(
  date: CalendarDate,
  zone: string,
  dayChangeHour: number,
): { startsAt: Instant; endsAt: Instant } {
  return { startsAt: dayStart(date, zone, dayChangeHour), endsAt: dayStart(addDays(date, 1), zone, dayChangeHour) };
}
