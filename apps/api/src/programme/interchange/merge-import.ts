import { isDeepStrictEqual } from 'node:util';
import { v5 as uuid5 } from 'uuid';
import type { ImportRejection, ImportWarning } from '@kopa/contracts';
import {
  byCode,
  type CalendarDate,
  type Instant,
  type PlannedSession,
  type ProgrammeContent,
  type Room,
  type SessionTexts,
  type Speaker,
  type Track,
} from '@kopa/domain';
import type { ImportedRow, ImportedSchedule } from './imported-schedule.js';
import { matchSlots, type WantedSlot } from './match-slots.js';
import {
  isImported,
  mergeDays,
  mergeEvent,
  mergeRooms,
  mergeSpeakers,
  mergeTracks,
  withText,
  type EventSeed,
} from './merge-frame.js';
import { warningOf } from './remarks.js';
import { addMinutes } from './schedule-times.js';
import { codesOfNew } from './session-codes.js';
import { sessionKindOf } from './session-kind.js';

/** What an import did; counts are of sessions, except `read` and `rejected`, which are of rows. */
export interface ImportReport {
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  removed: number;
  rejected: ImportRejection[];
  warnings: ImportWarning[];
  /** Codes behind the counts. */
  codes: { created: string[]; changed: string[]; removed: string[] };
  /** Other parts of the content that differ from before. */
  frame: ('event' | 'days' | 'rooms' | 'tracks' | 'speakers')[];
}

/** Sessions that somebody else planned, for an event that is ours. */
export interface Additions {
  /** Whose they are, e.g. `Ecomuseum`: the same name again means the same sessions. */
  source: string;
  /** Whether they come with the times and rooms of the file, or unplaced. */
  times: 'keep' | 'tray';
}

export type MergeOutcome =
  | { outcome: 'merged'; content: ProgrammeContent; report: ImportReport }
  /** More than a fifth of the imported sessions are not in the file: `codes` of them, `of` so many. */
  | { outcome: 'refused'; code: 'removals'; codes: string[]; of: number };

/**
 * The draft after an import. What the file knows follows the file; what it cannot know (other languages, capacities,
 * add-ons, items, funders, sessions made by hand) stays. Ids hang on the event and the file's identities alone, so the
 * same file again gives equal content. Real feeds flap, so a file that lacks over 20 % of the sessions is refused unless
 * `allowRemovals`.
 *
 * With `additions` the file is not the event's programme but part of it: event and days stay as they are, nothing
 * vanishes, and what the organisers placed stays where it is.
 */
export function mergeImport(
  current: ProgrammeContent | null,
  seed: EventSeed,
  file: ImportedSchedule,
  { allowRemovals = false, additions = null }: { allowRemovals?: boolean; additions?: Additions | null } = {},
): MergeOutcome {
  const imported = additions === null ? file : withOwnPeople(file, additions.source);
  const before = new Map((current?.sessions ?? []).map((session) => [session.id, session]));
  const idOf = (key: string): string =>
    additions === null ? uuid5(`session:${key}`, seed.id) : addedId(`${additions.source}:${key}`, seed.id);
  const rowsOf = Map.groupBy(imported.rows, (row) => idOf(row.key));
  const unread = new Set(imported.rejected.flatMap(({ key }) => (key === null ? [] : [idOf(key)])));
  const importedBefore = additions === null ? [...before.values()].filter(({ id }) => isImported(id)) : [];
  const vanished = importedBefore.filter(({ id }) => !rowsOf.has(id) && !unread.has(id));
  if (!allowRemovals && vanished.length * 5 > importedBefore.length) {
    return { outcome: 'refused', code: 'removals', codes: vanished.map(({ code }) => code), of: importedBefore.length };
  }

  const merged = mergeEvent(current?.event, seed, imported);
  const { language } = merged;
  const event = additions === null ? merged.event : (current?.event ?? merged.event);
  const fileRooms = additions?.times === 'tray' ? [] : imported.rooms;
  const { rooms, byKey: roomByKey } = mergeRooms(current?.rooms ?? [], fileRooms, seed.id, language);
  const { tracks, byKey: trackByKey } = mergeTracks(current?.tracks ?? [], imported.tracks, seed.id, language);
  const { speakers, biographies, byKey: speakerByKey } = mergeSpeakers(current, imported.persons, seed.id, language);
  const named = { language, rooms: roomByKey, tracks: trackByKey, speakers: speakerByKey };
  const isWithin = additions === null ? null : daysOf(current);
  let unplaced = 0;

  const gone = new Set(vanished.map(({ id }) => id));
  const kept = [...before.values()].filter(({ id }) => !gone.has(id) && !rowsOf.has(id));
  const stays = [...before.values()].filter(({ id }) => !gone.has(id));
  const firstRows = new Map([...rowsOf].flatMap(([id, [row]]) => (row === undefined ? [] : [[id, row] as const])));
  const newCodes = codesOfNew(firstRows, (id) => !before.has(id), new Set(stays.map(({ code }) => code)));
  const texts: Record<string, SessionTexts> = {};
  const sessions = kept.map((session) => {
    const own = current?.texts.sessions[session.code];
    if (own !== undefined) texts[session.code] = own;
    return session;
  });
  const codes: ImportReport['codes'] = { created: [], changed: [], removed: vanished.map(({ code }) => code) };
  for (const [id, rows] of rowsOf) {
    const was = before.get(id);
    const code = was?.code ?? newCodes.get(id) ?? id;
    const wasTexts = current?.texts.sessions[code];
    const inFile = isWithin === null ? rows : rows.filter(({ startsAt }) => isWithin(startsAt));
    const session = mergeSession(was, id, code, rows, named, additions?.times === 'tray' ? null : inFile);
    if (additions?.times === 'keep' && inFile.length === 0) unplaced += 1;
    const own = mergeTexts(was === undefined ? undefined : wasTexts, rows, language);
    sessions.push(session);
    texts[code] = own;
    if (was === undefined) codes.created.push(code);
    else if (!isDeepStrictEqual(was, session) || !isDeepStrictEqual(wasTexts, own)) codes.changed.push(code);
  }
  const days = additions === null ? imported.days : (current?.days ?? []).map(({ date }) => date);
  const content = compose({ event, current, imported, days, rooms, tracks, speakers, biographies, sessions, texts });
  const report: ImportReport = {
    read: imported.rows.length + imported.rejected.length,
    created: codes.created.length,
    changed: codes.changed.length,
    unchanged: rowsOf.size - codes.created.length - codes.changed.length,
    removed: vanished.length,
    rejected: imported.rejected.map(({ key: _, ...row }) => row),
    warnings: unplaced === 0 ? imported.warnings : [...imported.warnings, warningOf.outOfDays(unplaced)],
    codes: { created: codes.created.sort(), changed: codes.changed.sort(), removed: codes.removed.sort() },
    frame: changedParts(current, content),
  };
  return { outcome: 'merged', content, report };
}

/** Versions tell the sessions of a file that is the whole programme, 5, from those of others, 8 (RFC 9562, 5.8). */
const addedId = (key: string, eventId: string): string => {
  const id = uuid5(`session:${key}`, eventId);
  return `${id.slice(0, 14)}8${id.slice(15)}`;
};

/** Person 1 of one source is another than person 1 of the next. */
function withOwnPeople(file: ImportedSchedule, source: string): ImportedSchedule {
  const own = (key: string): string => (key.startsWith('id:') ? `${source}:${key}` : key);
  return {
    ...file,
    persons: file.persons.map((person) => ({
      ...person,
      key: own(person.key),
      otherKey: person.otherKey === null ? null : own(person.otherKey),
    })),
    rows: file.rows.map((row) => ({ ...row, personKeys: row.personKeys.map(own) })),
  };
}

function daysOf(current: ProgrammeContent | null): (at: Instant) => boolean {
  const days = current?.days ?? [];
  return (at) => days.some(({ startsAt, endsAt }) => at >= startsAt && at < endsAt);
}

interface Named {
  language: string;
  rooms: ReadonlyMap<string, Room>;
  tracks: ReadonlyMap<string, Track>;
  speakers: ReadonlyMap<string, Speaker>;
}

function mergeSession(
  was: PlannedSession | undefined,
  id: string,
  code: string,
  rows: ImportedRow[],
  named: Named,
  /** Rows that say where it stands; null: it stays where it was. */
  placed: readonly ImportedRow[] | null,
): PlannedSession {
  const [row] = rows;
  if (row === undefined) throw new Error(`session ${id} has no row`);
  const wanted = new Map<string, WantedSlot>();
  for (const { startsAt, minutes, roomKey } of placed ?? []) {
    const room = roomKey === null ? null : (named.rooms.get(roomKey) ?? null);
    wanted.set(`${startsAt} ${minutes} ${room?.id ?? ''}`, { startsAt, endsAt: addMinutes(startsAt, minutes), room });
  }
  const personKeys = new Set(rows.flatMap(({ personKeys: own }) => own));
  return {
    id,
    code,
    title: withText(was?.title, named.language, row.title),
    subtitle: withText(was?.subtitle, named.language, row.subtitle),
    kind: sessionKindOf(row.type),
    language: row.language,
    otherLanguages: row.otherLanguages,
    interpretation: was?.interpretation ?? [],
    capacity: was?.capacity ?? { 'in-person': null, online: null },
    trackId: row.trackKey === null ? null : (named.tracks.get(row.trackKey)?.id ?? null),
    speakerIds: [...new Set([...personKeys].map((key) => named.speakers.get(key)?.id))].filter(
      (speaker) => speaker !== undefined,
    ),
    items: was?.items ?? [],
    addOn: was?.addOn ?? null,
    alternativeOf: was?.alternativeOf ?? null,
    slots: placed === null ? (was?.slots ?? []) : matchSlots(id, was?.slots ?? [], [...wanted.values()]),
  };
}

function mergeTexts(was: SessionTexts | undefined, [row]: ImportedRow[], language: string): SessionTexts {
  return {
    abstract: withText(was?.abstract, language, row?.abstract ?? ''),
    description: withText(was?.description, language, row?.description ?? ''),
    materials: row?.materials ?? [],
  };
}

/** Puts the parts together in canonical order, without imported tracks and speakers that nothing names any more. */
function compose(parts: {
  event: ProgrammeContent['event'];
  current: ProgrammeContent | null;
  imported: ImportedSchedule;
  days: readonly CalendarDate[];
  rooms: Room[];
  tracks: Track[];
  speakers: Speaker[];
  biographies: ProgrammeContent['texts']['speakers'];
  sessions: PlannedSession[];
  texts: Record<string, SessionTexts>;
}): ProgrammeContent {
  const sessions = parts.sessions.toSorted(byCode);
  const codes = new Set(sessions.map(({ code }) => code));
  const inFile = new Set(parts.imported.tracks.map(({ key }) => uuid5(`track:${key}`, parts.event.id)));
  const usedTracks = new Set(sessions.map(({ trackId }) => trackId));
  const usedSpeakers = new Set(
    sessions.flatMap(({ speakerIds, items }) => [...speakerIds, ...items.map(({ speakerId }) => speakerId)]),
  );
  const speakers = parts.speakers.filter(({ id }) => !isImported(id) || usedSpeakers.has(id));
  const starts = sessions.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt));
  const days = mergeDays(parts.current?.days ?? [], parts.days, starts, parts.event);
  return {
    event: {
      ...parts.event,
      firstDay: days[0]?.date ?? parts.event.firstDay,
      lastDay: days.at(-1)?.date ?? parts.event.lastDay,
    },
    days,
    venues: parts.current?.venues ?? [],
    rooms: parts.rooms,
    tracks: parts.tracks.filter(({ id }) => !isImported(id) || inFile.has(id) || usedTracks.has(id)),
    speakers,
    funders: parts.current?.funders ?? [],
    sessions: sessions.map((session) =>
      session.alternativeOf === null || codes.has(session.alternativeOf)
        ? session
        : { ...session, alternativeOf: null },
    ),
    texts: {
      sessions: Object.fromEntries(
        sessions.flatMap(({ code }) => {
          const own = parts.texts[code];
          return own === undefined ? [] : [[code, own]];
        }),
      ),
      speakers: Object.fromEntries(
        speakers.flatMap(({ id }) => {
          const own = parts.biographies[id];
          return own === undefined || Object.keys(own).length === 0 ? [] : [[id, own]];
        }),
      ),
    },
  };
}

function changedParts(current: ProgrammeContent | null, content: ProgrammeContent): ImportReport['frame'] {
  const parts = (['event', 'days', 'rooms', 'tracks'] as const).filter(
    (part) => !isDeepStrictEqual(current?.[part], content[part]),
  );
  const speakers =
    isDeepStrictEqual(current?.speakers, content.speakers) &&
    isDeepStrictEqual(current?.texts.speakers, content.texts.speakers);
  return speakers ? parts : [...parts, 'speakers'];
}
