import { v5 as uuid5 } from 'uuid';
import {
  byId,
  byPosition,
  dayBounds,
  dayOf,
  plainWords,
  type CalendarDate,
  type Day,
  type EventFacts,
  type Instant,
  type ProgrammeContent,
  type Room,
  type Speaker,
  type Texts,
  type Track,
} from '@kopa/domain';
import type { ImportedPerson, ImportedSchedule } from './imported-schedule.js';

/** What an import must be told of an event that may not exist yet. */
export interface EventSeed {
  id: string;
  slug: string;
  uidHost: string;
}

/** Ids of version 5 come from imports: only such objects can vanish with a file, those made by hand stay. */
export function isImported(id: string): boolean {
  return id.charAt(14) === '5';
}

/** A text map with `value` under `language`, other languages kept; an empty value takes the language away. */
export function withText(texts: Texts | undefined, language: string, value: string): Texts {
  const others = Object.fromEntries(Object.entries(texts ?? {}).filter(([tag]) => tag !== language));
  return value === '' ? others : { ...others, [language]: value };
}

/** The event's own facts as file and current draft give them, and the language under which the file's texts stand. */
export function mergeEvent(
  current: EventFacts | undefined,
  seed: EventSeed,
  { conference, days }: ImportedSchedule,
): { event: EventFacts; language: string } {
  const language = current?.languages[0] ?? conference.language ?? 'en';
  const title = conference.title === '' && current === undefined ? seed.slug : conference.title;
  const text = (before: Texts | undefined, value: string): Texts =>
    value === '' ? (before ?? {}) : withText(before, language, value);
  const zone = conference.zoneKnown ? conference.zone : (current?.zone ?? conference.zone);
  const day = days[0] ?? '1970-01-01';
  return {
    language,
    event: {
      id: seed.id,
      slug: current?.slug ?? seed.slug,
      title: text(current?.title, title),
      subtitle: text(current?.subtitle, conference.subtitle),
      description: current?.description ?? {},
      place: text(current?.place, conference.place),
      zone,
      firstDay: day,
      lastDay: days.at(-1) ?? day,
      dayChangeHour: conference.dayChangeHour,
      languages: current?.languages ?? [language],
      uidHost: current?.uidHost ?? seed.uidHost,
    },
  };
}

/** Days listed by the file, and those on which further slots start; titles and themes stay with their date. */
export function mergeDays(
  current: readonly Day[],
  listed: readonly CalendarDate[],
  starts: readonly Instant[],
  { zone, dayChangeHour }: EventFacts,
): Day[] {
  const bounds = new Map(listed.map((date) => [date, dayBounds(date, zone, dayChangeHour)]));
  for (const at of starts) {
    if (bounds.values().some(({ startsAt, endsAt }) => at >= startsAt && at < endsAt)) continue;
    const date = dayOf(at, zone, dayChangeHour);
    bounds.set(date, dayBounds(date, zone, dayChangeHour));
  }
  const known = new Map(current.map((day) => [day.date, day]));
  return [...bounds]
    .map(([date, { startsAt, endsAt }]) => ({
      date,
      startsAt,
      endsAt,
      title: known.get(date)?.title ?? {},
      theme: known.get(date)?.theme ?? {},
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

const nextPosition = (list: readonly { position: number }[]): number =>
  Math.max(-1, ...list.map(({ position }) => position)) + 1;

/**
 * Rooms by guid, else by name. Those that the file lacks stay, and what it cannot say stays too: position, venue, who
 * may join, and whether a known room is online (frab XML has no word for it).
 */
export function mergeRooms(
  current: readonly Room[],
  imported: ImportedSchedule['rooms'],
  eventId: string,
  language: string,
): { rooms: Room[]; byKey: Map<string, Room> } {
  const merged = new Map(current.map((room) => [room.id, room]));
  const byKey = new Map<string, Room>();
  let position = nextPosition(current);
  const ids = new Set(imported.map(({ key }) => uuid5(`room:${key}`, eventId)));
  for (const { key, name, online, seats } of imported) {
    const id = uuid5(`room:${key}`, eventId);
    const namesake = current.find((room) => room.name[language] === name && !ids.has(room.id));
    const before = merged.get(id) ?? (namesake === undefined ? undefined : merged.get(namesake.id));
    const kind = before?.kind ?? (online ? 'online' : 'physical');
    const room: Room = {
      id: before?.id ?? id,
      kind,
      name: withText(before?.name, language, name),
      position: before?.position ?? position++,
      venueId: before?.venueId ?? null,
      seats: kind === 'online' ? null : (seats ?? before?.seats ?? null),
      provider: before?.provider ?? null,
      access: before?.access ?? 'registered',
    };
    ids.add(room.id);
    merged.set(room.id, room);
    byKey.set(key, room);
  }
  return { rooms: [...merged.values()].sort(byPosition), byKey };
}

/** Tracks by name. Imported ones that neither the file nor a session names any more go. */
export function mergeTracks(
  current: readonly Track[],
  imported: ImportedSchedule['tracks'],
  eventId: string,
  language: string,
): { tracks: Track[]; byKey: Map<string, Track> } {
  const known = new Map(current.map((track) => [track.id, track]));
  const slugs = new Set(current.map(({ slug }) => slug));
  const byKey = new Map<string, Track>();
  let position = nextPosition(current);
  for (const { key, name, slug, colour } of imported) {
    const id = uuid5(`track:${key}`, eventId);
    const before = known.get(id) ?? current.find((track) => track.name[language] === name);
    const track: Track = {
      id: before?.id ?? id,
      name: withText(before?.name, language, name),
      slug: before?.slug ?? freeSlug(slug === '' ? name : slug, id, slugs),
      colour: colour ?? before?.colour ?? null,
      position: before?.position ?? position++,
    };
    known.set(track.id, track);
    byKey.set(key, track);
  }
  return { tracks: [...known.values()].sort(byPosition), byKey };
}

function freeSlug(name: string, id: string, taken: Set<string>): string {
  const plain = plainWords(name).join('-');
  const short = id.slice(0, 8);
  const slug = plain === '' ? `track-${short}` : taken.has(plain) ? `${plain}-${short}` : plain;
  taken.add(slug);
  return slug;
}

/** Speakers by guid, else id, else name; organisation and country, which no file gives, stay. */
export function mergeSpeakers(
  current: ProgrammeContent | null,
  imported: readonly ImportedPerson[],
  eventId: string,
  language: string,
): { speakers: Speaker[]; biographies: Record<string, Texts>; byKey: Map<string, Speaker> } {
  const known = new Map((current?.speakers ?? []).map((speaker) => [speaker.id, speaker]));
  const biographies: Record<string, Texts> = { ...current?.texts.speakers };
  const codes = new Set([...known.values()].map(({ code }) => code));
  const byKey = new Map<string, Speaker>();
  for (const person of imported) {
    const other = person.otherKey === null ? undefined : known.get(uuid5(`speaker:${person.otherKey}`, eventId));
    const before = other?.name === person.name ? other : known.get(uuid5(`speaker:${person.key}`, eventId));
    const id = before?.id ?? uuid5(`speaker:${person.key}`, eventId);
    const speaker: Speaker = {
      id,
      code: before?.code ?? freeCode(person, id, codes),
      name: person.name,
      organisation: before?.organisation ?? {},
      country: before?.country ?? null,
    };
    known.set(id, speaker);
    byKey.set(person.key, speaker);
    if (person.biography !== null) biographies[id] = withText(biographies[id], language, person.biography);
  }
  return { speakers: [...known.values()].sort(byId), biographies, byKey };
}

function freeCode(person: ImportedPerson, id: string, taken: Set<string>): string {
  const number = /^id:([A-Za-z0-9-]{1,12})$/.exec(person.key)?.[1];
  const given = /^[A-Za-z0-9-]{2,20}$/.test(person.code)
    ? person.code.toUpperCase()
    : number === undefined
      ? ''
      : `P${number.toUpperCase()}`;
  const code = given === '' || taken.has(given) ? `P-${id.slice(0, 8).toUpperCase()}` : given;
  taken.add(code);
  return code;
}
