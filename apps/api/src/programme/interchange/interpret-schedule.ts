import type { ImportWarning } from '@kopa/contracts';
import { addDays, localToInstant, type CalendarDate, type Instant } from '@kopa/domain';
import { personKeys as keysOfPersons, readPersons, readRooms, readTracks, sessionKeys } from './identities.js';
import { ImportRefused } from './import-refused.js';
import type { ImportedRow, ImportedSchedule, RejectedRow } from './imported-schedule.js';
import { mostFrequent, parseLanguages } from './languages.js';
import { longText } from './long-text.js';
import type { RawRow, RawSchedule } from './raw-schedule.js';
import { reasons, warningOf, type Reason } from './remarks.js';
import { chooseZone, dayChangeMinutes, fitDayChangeHour, listDays, type ReadOptions } from './schedule-days.js';
import { parseDate, parseDuration, parseStamp, parseTimeOfDay, stampToInstant } from './schedule-times.js';

interface Place {
  startsAt: Instant;
  minutes: number;
  /** From the midnight of the day that lists the row to its start; null when the row is under no day. */
  minutesIntoDay: number | null;
}

/**
 * Decides what a raw schedule means: zone, instants, days, identities. A row that cannot be placed is rejected with its
 * reason, the rest goes on. Throws ImportRefused `timezone.unknown`, `timezone.needed` (times without offset and no
 * zone known) and `schedule.empty` (neither a day nor a row).
 */
export function interpretSchedule(raw: RawSchedule, options: ReadOptions): ImportedSchedule {
  const warnings: ImportWarning[] = [];
  const days = listDays(raw);
  if (days.length === 0 && raw.rows.length === 0)
    throw new ImportRefused('schedule.empty', 'the schedule has no day and no session');
  const zone = chooseZone(raw, options, warnings);
  const dayChange = dayChangeMinutes(raw);
  const rooms = readRooms(raw, warnings);
  const keyOf = sessionKeys(raw.rows);
  const personKey = keysOfPersons(raw);
  const rows: ImportedRow[] = [];
  const rejected: RejectedRow[] = raw.rejected.map((row) => ({ ...row, key: null }));
  const minutesIntoDay: number[] = [];

  for (const row of raw.rows) {
    const place = row.title === '' ? reasons.noTitle() : placeRow(row, zone?.zone ?? null, dayChange, days);
    if ('reason' in place) {
      rejected.push({ where: row.where, ...place, key: keyOf(row, null) });
      continue;
    }
    if (place.minutesIntoDay !== null) minutesIntoDay.push(place.minutesIntoDay);
    if (place.minutes === 0) warnings.push(warningOf.noLength(row.where, row.title));
    const key = keyOf(row, place.startsAt);
    if (key !== null) {
      const personal = row.persons.map(personKey).filter((person) => person !== null);
      rows.push(importedRow(row, key, place, rooms.keyOf(row), [...new Set(personal)]));
    }
  }
  const { conference } = raw;
  return {
    conference: {
      title: conference.title === '' ? conference.acronym : conference.title,
      subtitle: conference.subtitle,
      acronym: conference.acronym,
      place: [conference.venue, conference.city].filter((part) => part !== '').join(', '),
      zone: zone?.zone ?? 'UTC',
      zoneKnown: zone?.known ?? false,
      dayChangeHour: fitDayChangeHour(minutesIntoDay, Math.floor(dayChange / 60)),
      language: mostFrequent(rows.map((row) => row.language).filter((language) => language !== null)),
    },
    days,
    rooms: rooms.rooms,
    tracks: readTracks(raw),
    persons: readPersons(raw, personKey),
    rows,
    rejected,
    warnings,
  };
}

function importedRow(
  row: RawRow,
  key: string,
  place: Place,
  roomKey: string | null,
  personKeys: string[],
): ImportedRow {
  const [language, ...otherLanguages] = parseLanguages(row.language);
  const { where, id, code, slug, title, subtitle, type, materials } = row;
  return {
    where,
    key,
    id,
    code,
    slug,
    title,
    subtitle,
    type,
    language: language ?? null,
    otherLanguages,
    trackKey: row.track === '' ? null : `name:${row.track}`,
    abstract: longText(row.abstract),
    description: longText(row.description),
    materials,
    startsAt: place.startsAt,
    minutes: place.minutes,
    roomKey,
    personKeys,
  };
}

/** When a row takes place, or why that cannot be said. The stamp is the truth; else the day's date and the start. */
function placeRow(row: RawRow, zone: string | null, dayChange: number, days: CalendarDate[]): Place | Reason {
  const stamp = parseStamp(row.date);
  const day = parseDate(row.day.date) ?? parseDate(row.day.start);
  let local: string;
  let startsAt: Instant;
  if (stamp !== null) {
    local = stamp.local;
    startsAt = stamp.offset === null ? inZone(local, zone) : stampToInstant(stamp, 'UTC');
  } else {
    const date = day ?? parseDate(row.date);
    const start = parseTimeOfDay(row.start);
    if (start === null) return row.start === '' ? reasons.noStart() : reasons.start(row.start);
    if (date === null) return reasons.noDate();
    const time = `${String(Math.floor(start / 60)).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}:00`;
    local = `${day !== null && start < dayChange ? addDays(date, 1) : date}T${time}`;
    startsAt = inZone(local, zone);
  }
  const minutes = lengthOf(row, startsAt, zone);
  if (typeof minutes !== 'number') return minutes;
  const [first, last] = [days[0], days.at(-1)];
  if (first !== undefined && last !== undefined && (local < addDays(first, -366) || local > addDays(last, 366))) {
    return reasons.far(local);
  }
  const minutesIntoDay = day === null ? null : (Date.parse(`${local}Z`) - Date.parse(`${day}T00:00:00Z`)) / 60_000;
  return { startsAt, minutes, minutesIntoDay };
}

function lengthOf(row: RawRow, startsAt: Instant, zone: string | null): number | Reason {
  if (row.duration !== '') return parseDuration(row.duration) ?? reasons.duration(row.duration);
  const end = parseStamp(row.end);
  if (end === null) return reasons.noDuration();
  const endsAt = end.offset === null ? inZone(end.local, zone) : stampToInstant(end, 'UTC');
  const minutes = Math.floor((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);
  return minutes < 0 ? reasons.ends(row.end) : minutes;
}

function inZone(local: string, zone: string | null): Instant {
  if (zone === null) {
    throw new ImportRefused(
      'timezone.needed',
      'the times have no offset and no time zone is named: give one with --timezone, e.g. Europe/Riga',
    );
  }
  return localToInstant(local, zone);
}
