import { instantToLocal, type CalendarDate, type Instant } from '@kopa/domain';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are costly to make and cheap to use: one for each locale, zone and set of options. */
function formatOf(
  locale: string,
  zone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${name}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, format);
  }
  return format;
}

/** Hours and minutes on the zone's clock, e.g. `09:05`. */
export function clockTime(at: Instant | number, zone: string, locale: string): string {
  return formatOf(locale, zone, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** `09:00–09:45`. */
export function clockRange(from: Instant, to: Instant, zone: string, locale: string): string {
  return `${clockTime(from, zone, locale)}–${clockTime(to, zone, locale)}`;
}

/** A calendar date in words, e.g. `Wednesday 7 October`; it belongs to no zone. */
export function dateInWords(date: CalendarDate, locale: string, width: 'long' | 'short' | 'full' = 'long'): string {
  const options: Intl.DateTimeFormatOptions =
    width === 'short'
      ? { weekday: 'short', day: 'numeric', month: 'short' }
      : { weekday: 'long', day: 'numeric', month: 'long', ...(width === 'full' ? { year: 'numeric' } : {}) };
  return formatOf(locale, 'UTC', `date ${width}`, options).format(new Date(`${date}T12:00:00Z`));
}

/** The same without its weekday, e.g. `7 October 1984`. */
export function dateWithYear(date: CalendarDate, locale: string): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
  return formatOf(locale, 'UTC', 'date year', options).format(new Date(`${date}T12:00:00Z`));
}

/** First to last day, e.g. `7 – 9 October 2026`. */
export function dateRange(first: CalendarDate, last: CalendarDate, locale: string): string {
  return formatOf(locale, 'UTC', 'range', { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(
    new Date(`${first}T12:00:00Z`),
    new Date(`${last}T12:00:00Z`),
  );
}

/** The date that the zone's calendar shows at an instant. */
export function localDate(at: Instant, zone: string): CalendarDate {
  return instantToLocal(at, zone).slice(0, 10);
}

/** The place that a zone is named after: `Riga` for `Europe/Riga`. */
export function zonePlace(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The zone by name and offset at an instant, e.g. `Europe/Riga (UTC+3)`. */
export function zoneName(zone: string, at: Instant | number): string {
  const parts = formatOf('en-GB', zone, 'offset', { timeZoneName: 'shortOffset' }).formatToParts(new Date(at));
  const offset = (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC');
  return `${zone.replaceAll('_', ' ')} (${offset})`;
}

/** Whole minutes from one instant to another, rounded down towards the past. */
export function minutesBetween(from: Instant | number, to: Instant | number): number {
  return Math.floor((new Date(to).getTime() - new Date(from).getTime()) / 60_000);
}
