import { instantToLocal, zoneOffset, type CalendarDate, type Instant } from '@kopa/domain';
import type { Words } from './words/en.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are costly to make and cheap to use. */
function formatOf(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let format = formats.get(key);
  if (format === undefined)
    formats.set(key, (format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })));
  return format;
}

/** Dates in words: those of an event are few, and said in every letter. */
const said = new Map<string, string>();

function kept(key: string, say: () => string): string {
  let text = said.get(key);
  if (text === undefined) {
    if (said.size >= 1_000) said.clear();
    said.set(key, (text = say()));
  }
  return text;
}

const noonOf = (date: CalendarDate): Date => new Date(`${date}T12:00:00Z`);

/** How times are said to one reader: in the event's zone, and in theirs where it shows another time at that instant. */
export class Moments {
  constructor(
    private readonly language: string,
    private readonly words: Words,
    private readonly zone: string,
    /** Null: the reader did not say. */
    private readonly ownZone: string | null,
  ) {}

  /** E.g. `Thursday 8 October`. */
  date(date: CalendarDate): string {
    const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
    return kept(`${this.language} ${date}`, () => formatOf(this.language, 'date', options).format(noonOf(date)));
  }

  /** First to last day, e.g. `7 – 9 October 2026`. */
  dates(first: CalendarDate, last: CalendarDate): string {
    const options = { day: 'numeric', month: 'long', year: 'numeric' } as const;
    return kept(`${this.language} ${first} ${last}`, () =>
      formatOf(this.language, 'dates', options).formatRange(noonOf(first), noonOf(last)),
    );
  }

  /** E.g. `10:00`, or `10:00 Riga, 09:00 Paris`. */
  time(at: Instant): string {
    return this.inZones(at, (zone) => clock(at, zone));
  }

  /** E.g. `10:00–11:30`, or `10:00–11:30 Riga, 09:00–10:30 Paris`. */
  range(from: Instant, to: Instant): string {
    return this.inZones(from, (zone) => `${clock(from, zone)}–${clock(to, zone)}`);
  }

  /** With its date, e.g. `Thursday 8 October, 10:00 Riga, 09:00 Paris`. */
  moment(at: Instant): string {
    return `${this.date(dateIn(at, this.zone))}, ${this.time(at)}`;
  }

  /** Which zone times are in where one alone is said: the event's by name. */
  zoneLine(at: Instant): string {
    const other = this.otherZone(at);
    const places = [this.zone, ...(other === null ? [] : [other])].map((zone) => this.place(zone));
    return this.words.timesIn(places);
  }

  private otherZone(at: Instant): string | null {
    const { ownZone, zone } = this;
    if (ownZone === null || ownZone === zone) return null;
    const time = Date.parse(at);
    return zoneOffset(time, ownZone) === zoneOffset(time, zone) ? null : ownZone;
  }

  private inZones(at: Instant, say: (zone: string) => string): string {
    const other = this.otherZone(at);
    if (other === null) return say(this.zone);
    const date = dateIn(at, other);
    const short = { weekday: 'short' } as const;
    // It may be the evening before there.
    const day =
      date === dateIn(at, this.zone) ? '' : ` (${formatOf(this.language, 'day', short).format(noonOf(date))})`;
    return `${say(this.zone)} ${this.place(this.zone)}, ${say(other)} ${this.place(other)}${day}`;
  }

  /** The place that a zone is named after: `Riga` for `Europe/Riga`. */
  private place(zone: string): string {
    return this.words.places[zone] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  }
}

const dateIn = (at: Instant, zone: string): CalendarDate => instantToLocal(at, zone).slice(0, 10);
const clock = (at: Instant, zone: string): string => instantToLocal(at, zone).slice(11, 16);
