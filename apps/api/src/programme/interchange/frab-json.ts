import { ImportRefused } from './import-refused.js';
import type { ImportedSchedule } from './imported-schedule.js';
import { interpretSchedule } from './interpret-schedule.js';
import { materialOf } from './materials.js';
import { cleanText, type RawDay, type RawPerson, type RawRow, type RawSchedule } from './raw-schedule.js';
import { reasons } from './remarks.js';
import type { ReadOptions } from './schedule-days.js';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/**
 * Reads c3voc's JSON v1 (also pretalx's). Throws ImportRefused `json.malformed` with its line, `schedule.missing`, and
 * what `interpretSchedule` throws.
 */
export function parseFrabJson(text: string, options: ReadOptions): ImportedSchedule {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+)/.exec(message)?.[1];
    throw new ImportRefused('json.malformed', message, line === undefined ? null : Number(line));
  }
  const root = fieldsOf(document);
  const schedule = fieldsOf(root?.['schedule']);
  const conference = fieldsOf((schedule ?? root)?.['conference']);
  if (conference === null) throw new ImportRefused('schedule.missing', 'there is no schedule.conference');
  const path = schedule === null ? 'conference' : 'schedule.conference';
  return interpretSchedule(readSchedule(conference, path, schedule ?? {}), options);
}

function readSchedule(conference: Fields, path: string, schedule: Fields): RawSchedule {
  const text = (name: string): string => cleanText(conference[name]);
  const raw: RawSchedule = {
    conference: {
      title: text('title'),
      subtitle: text('subtitle'),
      acronym: text('acronym'),
      venue: text('venue'),
      city: text('city'),
      start: text('start'),
      end: text('end'),
      zone: text('time_zone_name'),
      dayChange: text('day_change'),
      baseUrl: text('base_url') || cleanText(schedule['base_url']),
    },
    rooms: [],
    dayRooms: [],
    tracks: [],
    days: [],
    rows: [],
    rejected: [],
  };
  for (const room of [...listOf(conference['rooms']), ...listOf(schedule['rooms'])].map(fieldsOf)) {
    if (room === null) continue;
    raw.rooms.push({
      name: cleanText(room['name']),
      guid: cleanText(room['guid']),
      type: cleanText(room['type']),
      capacity: cleanText(room['capacity']),
    });
  }
  for (const track of listOf(conference['tracks']).map(fieldsOf)) {
    if (track === null) continue;
    raw.tracks.push({
      name: cleanText(track['name']),
      guid: cleanText(track['guid']),
      slug: cleanText(track['slug']),
      colour: cleanText(track['color']),
    });
  }
  for (const [index, value] of listOf(conference['days']).entries()) {
    const fields = fieldsOf(value);
    const where = `${path}.days[${index}]`;
    if (fields === null) raw.rejected.push({ where, ...reasons.noDay() });
    else readDay(raw, fields, where);
  }
  return raw;
}

function readDay(raw: RawSchedule, fields: Fields, where: string): void {
  const day: RawDay = { date: cleanText(fields['date']), start: cleanText(fields['day_start']) };
  raw.days.push(day);
  const read = (list: unknown, room: string, listPath: string): void => {
    if (!Array.isArray(list)) {
      raw.rejected.push({ where: listPath, ...reasons.noList() });
      return;
    }
    for (const [index, value] of (list as unknown[]).entries()) {
      const row = fieldsOf(value);
      const rowPath = `${listPath}[${index}]`;
      if (row === null) raw.rejected.push({ where: rowPath, ...reasons.noSession() });
      else raw.rows.push(readRow(row, day, cleanText(room), rowPath, raw.conference.baseUrl));
    }
  };
  const rooms = fieldsOf(fields['rooms']);
  // Without rooms some exporters write an empty list, others the bare sessions.
  if (rooms === null) {
    read(fields['rooms'] ?? fields['events'] ?? [], '', `${where}.${'rooms' in fields ? 'rooms' : 'events'}`);
    return;
  }
  for (const [name, list] of Object.entries(rooms)) {
    raw.dayRooms.push(cleanText(name));
    read(list, name, `${where}.rooms[${JSON.stringify(name)}]`);
  }
}

function readRow(row: Fields, day: RawDay, room: string, where: string, base: string): RawRow {
  const text = (name: string): string => cleanText(row[name]);
  const named = fieldsOf(row['track']);
  return {
    where,
    guid: text('guid'),
    id: text('id'),
    code: text('code'),
    slug: text('slug'),
    title: text('title'),
    subtitle: text('subtitle'),
    type: text('type'),
    language: text('language'),
    track: named === null ? text('track') : cleanText(named['name']),
    abstract: text('abstract'),
    description: text('description'),
    date: text('date'),
    start: text('start'),
    end: text('end'),
    duration: text('duration'),
    day,
    room: room === '' ? text('room') : room,
    roomGuid: text('room_guid'),
    persons: listOf(row['persons']).map(readPerson),
    materials: [...listOf(row['links']), ...listOf(row['attachments'])]
      .map((link) => {
        const fields = fieldsOf(link);
        return fields === null
          ? materialOf(cleanText(link), '', base)
          : materialOf(cleanText(fields['url']) || cleanText(fields['href']), cleanText(fields['title']), base);
      })
      .filter((material) => material !== null),
  };
}

function readPerson(value: unknown): RawPerson {
  const person = fieldsOf(value);
  if (person === null) return { name: cleanText(value), guid: '', id: '', code: '', biography: null };
  return {
    name: cleanText(person['public_name']) || cleanText(person['name']) || cleanText(person['full_public_name']),
    guid: cleanText(person['guid']),
    id: cleanText(person['id']),
    code: cleanText(person['code']),
    biography: 'biography' in person ? cleanText(person['biography']) : null,
  };
}
