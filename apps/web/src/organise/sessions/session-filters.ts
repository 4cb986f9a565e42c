import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { dayOf, foldLetters, pickText, sessionMode } from '@kopa/domain';

/** What the address of the list holds. */
export interface SessionSearch {
  q?: string;
  day?: string;
  room?: string;
  track?: string;
  kind?: string;
  mode?: string;
  lang?: string;
  /** `placed` or `unplaced`. */
  place?: string;
  /** `none`: nobody speaks in it. */
  speaker?: string;
  sort?: string;
}

export const searchKeys = ['q', 'day', 'room', 'track', 'kind', 'mode', 'lang', 'place', 'speaker', 'sort'] as const;

/** Reads the address; what it does not understand is left out. */
export const readSessionSearch = (raw: Record<string, unknown>): SessionSearch =>
  Object.fromEntries(
    searchKeys.flatMap((key) => {
      const value = raw[key];
      return typeof value === 'string' && value !== '' ? [[key, value.slice(0, 200)]] : [];
    }),
  );

/** A session with what it is searched by; made once for each draft. */
export interface Listed {
  session: DraftOutline;
  title: string;
  speakers: string;
  folded: string;
  firstAt: string;
}

export function listedOf({ sessions, speakers, event }: DraftAgenda, language: string): Listed[] {
  const names = new Map(speakers.map(({ id, name }) => [id, name]));
  return sessions.map((session) => {
    const own = session.speakerIds.map((id) => names.get(id) ?? '').join(', ');
    return {
      session,
      title: pickText(session.title, language, event.languages).text,
      speakers: own,
      folded: foldLetters(
        [...Object.values(session.title), ...Object.values(session.subtitle), session.code, own].join('\n'),
      ),
      firstAt: session.slots[0]?.startsAt ?? '',
    };
  });
}

/** The sessions that are asked for, in the order that is asked for. */
export function searchSessions(
  all: readonly Listed[],
  search: SessionSearch,
  { event }: Pick<DraftAgenda, 'event'>,
  collator: Intl.Collator,
): Listed[] {
  const words = foldLetters(search.q ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const found = all.filter(
    ({ session, folded }) => words.every((word) => folded.includes(word)) && isWanted(session, search, event),
  );
  const byTitle = (a: Listed, b: Listed): number => collator.compare(a.title, b.title);
  if (search.sort === 'code') return found.sort((a, b) => (a.session.code < b.session.code ? -1 : 1));
  if (search.sort === 'time')
    return found.sort((a, b) =>
      a.firstAt === b.firstAt
        ? byTitle(a, b)
        : a.firstAt === ''
          ? 1
          : b.firstAt === ''
            ? -1
            : a.firstAt < b.firstAt
              ? -1
              : 1,
    );
  return found.sort(byTitle);
}

function isWanted(
  session: DraftOutline,
  search: SessionSearch,
  { zone, dayChangeHour }: DraftAgenda['event'],
): boolean {
  const { day, room, track, kind, mode, lang, place, speaker } = search;
  const { slots } = session;
  return (
    (day === undefined || slots.some(({ startsAt }) => dayOf(startsAt, zone, dayChangeHour) === day)) &&
    (room === undefined || slots.some(({ roomId, onlineRoomId }) => roomId === room || onlineRoomId === room)) &&
    (track === undefined || (session.trackId ?? 'none') === track) &&
    (kind === undefined || session.kind === kind) &&
    (mode === undefined || sessionMode(slots) === mode) &&
    (lang === undefined || session.language === lang || session.otherLanguages.includes(lang)) &&
    (place === undefined || slots.length > 0 === (place === 'placed')) &&
    (speaker === undefined || (session.speakerIds.length === 0) === (speaker === 'none'))
  );
}
