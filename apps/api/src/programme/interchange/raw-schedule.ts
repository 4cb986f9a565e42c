import type { ImportRejection } from '@kopa/contracts';

/** A schedule as its file has it: texts cleaned of what no database takes, nothing else decided yet. Absent is `''`. */
export interface RawSchedule {
  conference: {
    title: string;
    subtitle: string;
    acronym: string;
    venue: string;
    city: string;
    start: string;
    end: string;
    zone: string;
    dayChange: string;
    baseUrl: string;
  };
  rooms: RawRoom[];
  /** Names of the rooms that the days list, with or without rows. */
  dayRooms: string[];
  tracks: RawTrack[];
  days: RawDay[];
  rows: RawRow[];
  /** Rows that are no rows at all, e.g. a number where an event was expected. */
  rejected: ImportRejection[];
}

export interface RawRoom {
  name: string;
  guid: string;
  type: string;
  capacity: string;
}

export interface RawTrack {
  name: string;
  guid: string;
  slug: string;
  colour: string;
}

export interface RawDay {
  date: string;
  start: string;
}

export interface RawPerson {
  name: string;
  guid: string;
  id: string;
  code: string;
  /** Null where the format has no biographies. */
  biography: string | null;
}

export interface RawRow {
  /** Line of the file or JSON path. */
  where: string;
  guid: string;
  id: string;
  code: string;
  slug: string;
  title: string;
  subtitle: string;
  type: string;
  language: string;
  track: string;
  abstract: string;
  description: string;
  date: string;
  start: string;
  end: string;
  duration: string;
  day: RawDay;
  room: string;
  roomGuid: string;
  persons: RawPerson[];
  materials: { title: string; url: string }[];
}

/** What a file says as text: line ends unified, trimmed, without control characters and broken surrogates. */
export function cleanText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  return value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|\p{Surrogate}/gu, '')
    .trim();
}
