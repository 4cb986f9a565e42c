import type { ImportWarning } from '@kopa/contracts';
import { addDays, isZone, type CalendarDate } from '@kopa/domain';
import { ImportRefused } from './import-refused.js';
import { mostFrequent } from './languages.js';
import type { RawSchedule } from './raw-schedule.js';
import { warningOf } from './remarks.js';
import { parseDate, parseStamp, parseTimeOfDay } from './schedule-times.js';

export interface ReadOptions {
  /** The operator's zone: stands above what the file says. */
  timezone?: string;
  /** The zone to take when neither operator nor file names one, e.g. that of the event being updated. */
  fallbackTimezone?: string;
}

/**
 * The schedule's zone: the operator's, the file's, the fallback, or the one that the offsets of its times amount to
 * (`known` is then false). Null when there are only times without offset. Throws ImportRefused `timezone.unknown` for a
 * wrong name given by the operator.
 */
export function chooseZone(
  raw: RawSchedule,
  options: ReadOptions,
  warnings: ImportWarning[],
): { zone: string; known: boolean } | null {
  if (options.timezone !== undefined) {
    if (!isZone(options.timezone)) {
      throw new ImportRefused('timezone.unknown', `"${options.timezone}" is no IANA time zone such as Europe/Riga`);
    }
    return { zone: options.timezone, known: true };
  }
  const named = raw.conference.zone;
  if (named !== '' && isZone(named)) return { zone: named, known: true };
  if (named !== '') warnings.push(warningOf.unknownZone(named));
  if (options.fallbackTimezone !== undefined) return { zone: options.fallbackTimezone, known: true };
  const offset = mostFrequent(
    raw.rows.map((row) => parseStamp(row.date)?.offset).filter((value) => typeof value === 'number'),
  );
  if (offset === null || offset % 60 !== 0) return null;
  const hours = offset / 60;
  // POSIX's sign: Etc/GMT-1 is an hour ahead of UTC.
  const zone = hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  if (!isZone(zone)) return null;
  warnings.push(warningOf.guessedZone(zone));
  return { zone, known: false };
}

/** Minutes after midnight at which a day begins: `day_change`, else what most days' own starts say, else 0. */
export function dayChangeMinutes(raw: RawSchedule): number {
  const given = parseTimeOfDay(raw.conference.dayChange);
  if (given !== null) return Math.min(given, 720);
  const starts = raw.days.map((day) => parseStamp(day.start)?.local.slice(11, 16)).filter((time) => time !== undefined);
  return Math.min(parseTimeOfDay(mostFrequent(starts) ?? '') ?? 0, 720);
}

/**
 * The hour, 0 to 12, at which most rows lie on the day under which the file lists them; the file's own word where it is
 * as good as any other. `minutes` are those from the midnight of the listed day to the start of a row.
 */
export function fitDayChangeHour(minutes: number[], given: number): number {
  const misfits = (hour: number): number =>
    minutes.filter((after) => after < hour * 60 || after >= hour * 60 + 1440).length;
  let best = { hour: given, misfits: misfits(given) };
  for (let hour = 0; hour <= 12; hour += 1) {
    const now = misfits(hour);
    if (now < best.misfits) best = { hour, misfits: now };
  }
  return best.hour;
}

/** Dates that the file lists as days, else those from its start to its end (at most 60), in order. */
export function listDays(raw: RawSchedule): CalendarDate[] {
  const listed = raw.days.map((day) => parseDate(day.date) ?? parseDate(day.start)).filter((date) => date !== null);
  if (listed.length > 0) return [...new Set(listed)].sort();
  const first = parseDate(raw.conference.start);
  const last = parseDate(raw.conference.end) ?? first;
  const dates: CalendarDate[] = [];
  if (first === null || last === null) return dates;
  for (let date = first; date <= last && dates.length < 60; date = addDays(date, 1)) dates.push(date);
  return dates;
}
