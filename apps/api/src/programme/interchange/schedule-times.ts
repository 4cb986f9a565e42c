import { localToInstant, type CalendarDate, type Instant } from '@kopa/domain';

/** Whole minutes of `H:MM`, `HH:MM` or `HH:MM:SS` (c3voc's XSD: hours first, seconds are dropped); null when unreadable. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,3}):(\d{2})(?::\d{1,2})?$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 ? minutes : null;
}

/** Minutes after midnight of `H:MM[:SS]`; null when it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** `2026-10-07T09:00[:00[.000]]` with its offset in minutes; the offset is null where none is written. */
export function parseStamp(text: string): { local: string; offset: number | null } | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(text);
  if (match === null) return null;
  const local = `${match[1] ?? ''}T${match[2] ?? ''}${match[3] ?? ':00'}`;
  if (parseDate(local) === null || parseTimeOfDay(local.slice(11)) === null) return null;
  const zone = match[4];
  if (zone === undefined) return { local, offset: null };
  if (zone.toUpperCase() === 'Z') return { local, offset: 0 };
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return { local, offset: zone.startsWith('-') ? -minutes : minutes };
}

/** The date that a date or a stamp begins with; null when there is none. */
export function parseDate(text: string): CalendarDate | null {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (date === undefined) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}

/** The instant of a stamp; one without offset is local time of `zone`. */
export function stampToInstant(stamp: { local: string; offset: number | null }, zone: string): Instant {
  if (stamp.offset === null) return localToInstant(stamp.local, zone);
  return new Date(Date.parse(`${stamp.local}Z`) - stamp.offset * 60_000).toISOString();
}

/** The instant `minutes` later. */
export function addMinutes(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
