import { dayBounds, dayOf, instantToLocal, localToInstant, type CalendarDate, type Instant } from '@kopa/domain';

const minute = 60_000;
const hour = 60 * minute;

/** A day in the grid, from the first to the last hour that is shown. Times are milliseconds since 1970. */
export interface Band {
  date: CalendarDate;
  from: number;
  to: number;
  /** Distance of its start from the grid's top, pixels. */
  top: number;
}

export interface Timed {
  startsAt: Instant;
  endsAt: Instant;
}

/** Tells on which day an instant lies. Asks each day once: a thousand slots are asked for each time that something moves. */
export function dayFinder(zone: string, dayChangeHour: number): (at: Instant) => CalendarDate {
  const known: ({ date: CalendarDate } & Timed)[] = [];
  return (at) => {
    const found = known.find(({ startsAt, endsAt }) => at >= startsAt && at < endsAt);
    if (found !== undefined) return found.date;
    const date = dayOf(at, zone, dayChangeHour);
    known.push({ date, ...dayBounds(date, zone, dayChangeHour) });
    return date;
  };
}

/** Place kept between two days, pixels. */
export const bandGap = 44;

/**
 * The days of the grid, one below the other, each cropped to the hours that it needs: its own (nine to six where
 * it is a whole day), and those of what stands on it. A day begins at the day-change hour, and has 23 or 25 hours where the clock changes.
 */
export function bandsOf(
  dates: readonly CalendarDate[],
  {
    days,
    slots,
    zone,
    dayChangeHour,
    dateOf,
    pixelsPerMinute,
  }: {
    days: readonly ({ date: CalendarDate } & Timed)[];
    slots: readonly Timed[];
    zone: string;
    dayChangeHour: number;
    dateOf: (at: Instant) => CalendarDate;
    pixelsPerMinute: number;
  },
): Band[] {
  const bands: Band[] = [];
  // Its name stands above each, where there are several.
  let top = dates.length > 1 ? bandGap / 2 : 0;
  for (const date of dates) {
    const bounds = dayBounds(date, zone, dayChangeHour);
    const day = days.find((one) => one.date === date);
    const own = slots.filter(({ startsAt }) => dateOf(startsAt) === date);
    const usual = ['09:00', '18:00'].map((time) => localToInstant(`${date}T${time}`, zone));
    const isWhole = day === undefined || (day.startsAt <= bounds.startsAt && day.endsAt >= bounds.endsAt);
    const [opens = '', closes = ''] = isWhole ? usual : [day.startsAt, day.endsAt];
    const starts = own.reduce((first, { startsAt }) => (startsAt < first ? startsAt : first), opens);
    const ends = own.reduce((last, { endsAt }) => (endsAt > last ? endsAt : last), closes);
    // An hour more on both sides, so that there is where to drop.
    const from = Math.max(Date.parse(bounds.startsAt), wholeHour(starts, zone) - hour);
    const to = Math.min(Date.parse(bounds.endsAt), Math.ceil(Date.parse(ends) / hour) * hour + hour);
    bands.push({ date, from, to, top });
    top += ((to - from) / minute) * pixelsPerMinute + bandGap;
  }
  return bands;
}

function wholeHour(at: Instant, zone: string): number {
  return Date.parse(localToInstant(`${instantToLocal(at, zone).slice(0, 13)}:00`, zone));
}

/** Height of all bands, pixels. */
export function heightOf(bands: readonly Band[], pixelsPerMinute: number): number {
  const last = bands.at(-1);
  return last === undefined ? 0 : last.top + ((last.to - last.from) / minute) * pixelsPerMinute;
}

/** Where a time stands, pixels from the top; null when it is in none of the bands. */
export function pixelAt(bands: readonly Band[], at: number, pixelsPerMinute: number): number | null {
  const band = bands.find(({ from, to }) => at >= from && at < to);
  return band === undefined ? null : band.top + ((at - band.from) / minute) * pixelsPerMinute;
}

/** The time nearest to a height at which something of `length` fits in its band, in steps of `snap` minutes. */
export function timeAt(
  bands: readonly Band[],
  pixel: number,
  { pixelsPerMinute, snap, length }: { pixelsPerMinute: number; snap: number; length: number },
): number {
  const band = bands.findLast(({ top }) => pixel >= top - bandGap / 2) ?? bands[0];
  if (band === undefined) return 0;
  const steps = Math.round((pixel - band.top) / pixelsPerMinute / snap);
  const at = band.from + steps * snap * minute;
  return Math.max(band.from, Math.min(at, band.to - Math.min(length, band.to - band.from)));
}

/** Full hours of a band, with their place. */
export function hoursOf(band: Band, pixelsPerMinute: number): { at: number; top: number }[] {
  const hours = [];
  for (let at = Math.ceil(band.from / hour) * hour; at < band.to; at += hour)
    hours.push({ at, top: band.top + ((at - band.from) / minute) * pixelsPerMinute });
  return hours;
}
