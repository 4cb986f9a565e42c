import { foldLetters, type Mode } from '@kopa/domain';
import { entryMode, roomsOf, type Entry, type ProgrammeIndex } from './entries.js';

/** What the programme's address holds. */
export interface ProgrammeSearch {
  day?: string;
  track?: string;
  mode?: Mode;
  room?: string;
  lang?: string;
  q?: string;
  /** Only what one booked or starred. */
  mine?: 'yes';
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) || undefined : undefined;

/** Reads the address; what it does not understand is left out. */
export function readSearch(raw: Record<string, unknown>): ProgrammeSearch {
  const mode = text(raw['mode']);
  const parts = {
    day: text(raw['day']),
    track: text(raw['track']),
    mode: mode === 'in-person' || mode === 'online' || mode === 'hybrid' ? mode : undefined,
    room: text(raw['room']),
    lang: text(raw['lang']),
    q: text(raw['q']),
    mine: raw['mine'] === 'yes' ? ('yes' as const) : undefined,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** How many filters are on (the day is none). */
export function countFilters({ track, mode, room, lang, q, mine }: ProgrammeSearch): number {
  return [track, mode, room, lang, q, mine].filter((value) => value !== undefined).length;
}

const haystacks = new WeakMap<object, string>();

function haystackOf({ session }: Entry, index: ProgrammeIndex): string {
  let haystack = haystacks.get(session);
  if (haystack === undefined) {
    const speakers = session.speakerIds.flatMap((id) => index.speakers.get(id) ?? []);
    haystack = foldLetters(
      [
        session.code,
        ...Object.values(session.title),
        ...Object.values(session.subtitle),
        ...session.items.flatMap(({ title }) => Object.values(title)),
        ...speakers.flatMap(({ name, organisation }) => [name, ...Object.values(organisation)]),
      ].join('\n'),
    );
    haystacks.set(session, haystack);
  }
  return haystack;
}

/** The cards that fit every filter that is on, of all days; `chosen` are codes of what is one's own. A hybrid session fits "in person" and "online" too. */
export function filterEntries(index: ProgrammeIndex, search: ProgrammeSearch, chosen: ReadonlySet<string>): Entry[] {
  const words = foldLetters(search.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const track = search.track;
  return index.entries.filter((entry) => {
    const { session, slots } = entry;
    const mode = entryMode(entry);
    if (search.mine !== undefined && !chosen.has(session.code)) return false;
    if (search.mode !== undefined && mode !== search.mode && !(mode === 'hybrid')) return false;
    const ownTrack = session.trackId === null ? undefined : index.tracks.get(session.trackId);
    if (track !== undefined && ownTrack?.slug !== track && ownTrack?.id !== track) return false;
    if (search.room !== undefined && !roomsOf(slots, index.rooms).some(({ id }) => id === search.room)) return false;
    if (search.lang !== undefined) {
      const spoken = [session.language, ...session.otherLanguages, ...session.interpretation];
      if (!spoken.includes(search.lang)) return false;
    }
    if (words.length === 0) return true;
    const haystack = haystackOf(entry, index);
    return words.every((word) => haystack.includes(word));
  });
}

/** Languages that are spoken or interpreted anywhere in the programme. */
export function spokenLanguages({ programme }: ProgrammeIndex): string[] {
  const all = programme.sessions.flatMap(({ language, otherLanguages, interpretation }) => [
    ...(language === null ? [] : [language]),
    ...otherLanguages,
    ...interpretation,
  ]);
  return [...new Set(all)];
}
