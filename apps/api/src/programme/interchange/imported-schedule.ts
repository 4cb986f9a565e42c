import type { ImportRejection, ImportWarning } from '@kopa/contracts';
import type { CalendarDate, Instant, Material } from '@kopa/domain';

/** A schedule that was read: what it says in our words, not yet compared with any draft. */
export interface ImportedSchedule {
  conference: ImportedConference;
  /** Dates of the days that the file lists, in order. */
  days: CalendarDate[];
  rooms: ImportedRoom[];
  tracks: ImportedTrack[];
  persons: ImportedPerson[];
  rows: ImportedRow[];
  rejected: RejectedRow[];
  /** Oddities that were put up with. */
  warnings: ImportWarning[];
}

export interface ImportedConference {
  title: string;
  subtitle: string;
  acronym: string;
  place: string;
  /** IANA zone. */
  zone: string;
  /** False when neither the file nor the operator named a zone and it was guessed from the offset of the times. */
  zoneKnown: boolean;
  dayChangeHour: number;
  /** The language that most rows are held in, null when none names one. */
  language: string | null;
}

export interface ImportedRoom {
  /** Identity within the file and over revisions: `guid:...`, or `name:...` where there is no usable guid. */
  key: string;
  name: string;
  online: boolean;
  seats: number | null;
}

export interface ImportedTrack {
  key: string;
  name: string;
  slug: string;
  colour: string | null;
}

export interface ImportedPerson {
  /** `guid:...`, else `id:...` (with the name where several share it), else `name:...`. */
  key: string;
  /** The key that this person may have had in another revision, where the id was or was not shared; null without id. */
  otherKey: string | null;
  name: string;
  code: string;
  /** Sanitised HTML; null where the file does not speak of biographies. */
  biography: string | null;
}

/** One placed session of the file. Rows of one `key` are slots of one session. */
export interface ImportedRow {
  where: string;
  /** The guid, `id:...` where there is none, `title:...` where there is neither. */
  key: string;
  id: string;
  code: string;
  slug: string;
  title: string;
  subtitle: string;
  type: string;
  language: string | null;
  otherLanguages: string[];
  trackKey: string | null;
  /** Sanitised HTML, as is `description`. */
  abstract: string;
  description: string;
  materials: Material[];
  startsAt: Instant;
  minutes: number;
  roomKey: string | null;
  personKeys: string[];
}

export interface RejectedRow extends ImportRejection {
  /** Identity of the session that the row meant, null when it has none: such a session is not taken for vanished. */
  key: string | null;
}
