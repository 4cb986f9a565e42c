import { isDeepStrictEqual } from 'node:util';
import { v5 as uuid5 } from 'uuid';
import {
  byCode,
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
  rejected: { where: string; reason: string }[];
  warnings: string[];
  /** Codes behind the counts. */
  codes: { created: string[]; changed: string[]; removed: string[] };
  /** Other parts of the content that differ from before. */
  frame: ('event' | 'days' | 'rooms' | 'tracks' | 'speakers')[];
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
 */
export function mergeImport(
  current: ProgrammeContent | null,
  seed: EventSeed,
  imported: ImportedSchedule,
  { allowRemovals = false }: { allowRemovals?: boolean } = {},
): MergeOutcome {
  const before = new Map((current?.sessions ?? []).map((session) => [session.id, session]));
  const idOf = (key: string): string => uuid5(`session:${key}`, seed.id);
  const rowsOf = Map.groupBy(imported.rows, (row) => idOf(row.key));
  const unread = new Set(imported.rejected.flatMap(({ key }) => (key === null ? [] : [idOf(key)])));
  const importedBefore = [...before.values()].filter(({ id }) => isImported(id));
  const vanished = importedBefore.filter(({ id }) => !rowsOf.has(id) && !unread.has(id));
  if (!allowRemovals && vanished.length * 5 > importedBefore.length) {
    return { outcome: 'refused', code: 'removals', codes: vanished.map(({ code }) => code), of: importedBefore.length };
  }

  const { event, language } = mergeEvent(current?.event, seed, imported);
  const { rooms, byKey: roomByKey } = mergeRooms(current?.rooms ?? [], imported.rooms, seed.id, language);
  const { tracks, byKey: trackByKey } = mergeTracks(current?.tracks ?? [], imported.tracks, seed.id, language);
  const { speakers, biographies, byKey: speakerByKey } = mergeSpeakers(current, imported.persons, seed.id, language);
  const named = { language, rooms: roomByKey, tracks: trackByKey, speakers: speakerByKey };

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
    const session = mergeSession(was, id, code, rows, named);
    const own = mergeTexts(was === undefined ? undefined : wasTexts, rows, language);
    sessions.push(session);
    texts[code] = own;
    if (was === undefined) codes.created.push(code);
    else if (!isDeepStrictEqual(was, session) || !isDeepStrictEqual(wasTexts, own)) codes.changed.push(code);
  }
  const content = compose({ event, current, imported, rooms, tracks, speakers, biographies, sessions, texts });
  const report: ImportReport = {
    read: imported.rows.length + imported.rejected.length,
    created: codes.created.length,
    changed: codes.changed.length,
    unchanged: rowsOf.size - codes.created.length - codes.changed.length,
    removed: vanished.length,
    rejected: imported.rejected.map(({ where, reason }) => ({ where, reason })),
    warnings: imported.warnings,
    codes: { created: codes.created.sort(), changed: codes.changed.sort(), removed: codes.removed.sort() },
    frame: changedParts(current, content),
  };
  return { outcome: 'merged', content, report };
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
): PlannedSession {
  const [row] = rows;
  if (row === undefined) throw new Error(`session ${id} has no row`);
  const wanted = new Map<string, WantedSlot>();
  for (const { startsAt, minutes, roomKey } of rows) {
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
    slots: matchSlots(id, was?.slots ?? [], [...wanted.values()]),
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
  const days = mergeDays(parts.current?.days ?? [], parts.imported.days, starts, parts.event);
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
