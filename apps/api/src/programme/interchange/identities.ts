import type { ImportWarning } from '@kopa/contracts';
import type { ImportedPerson, ImportedRoom, ImportedTrack } from './imported-schedule.js';
import { longText } from './long-text.js';
import type { RawPerson, RawRow, RawSchedule } from './raw-schedule.js';
import { warningOf } from './remarks.js';

const fold = (text: string): string => text.trim().toLowerCase();

/**
 * Rooms that the schedule's days list or rows name, in its order; its list of rooms, which may be that of a whole
 * federation, only tells more of them. A guid that a second name claims
 * counts for the first only, or the sessions of two rooms would end up in one.
 */
export function readRooms(
  raw: RawSchedule,
  warnings: ImportWarning[],
): { rooms: ImportedRoom[]; keyOf: (row: RawRow) => string | null } {
  const byName = new Map<string, ImportedRoom>();
  const byGuid = new Map<string, ImportedRoom>();
  const allOnline = /^(online|virtual|remote)$/i.test(raw.conference.venue);
  const add = (name: string, guid: string, type: string, capacity: string): void => {
    const known = byName.get(fold(name));
    if (name === '' || (known !== undefined && (guid === '' || known.key === `guid:${fold(guid)}`))) return;
    const claimed = guid === '' ? undefined : byGuid.get(fold(guid));
    if (claimed !== undefined) warnings.push(warningOf.sharedGuid(claimed.name, name, guid));
    // A second room of one name: rows that name it without a guid mean the first.
    if (known !== undefined && claimed !== undefined) return;
    const room: ImportedRoom = {
      key: guid !== '' && claimed === undefined ? `guid:${fold(guid)}` : `name:${name}`,
      name,
      online: allOnline || /^(online|bbb|virtual)$/i.test(type),
      seats: /^\d{1,6}$/.test(capacity) ? Number(capacity) : null,
    };
    if (known === undefined) byName.set(fold(name), room);
    if (room.key.startsWith('guid:')) byGuid.set(fold(guid), room);
    rooms.push(room);
  };
  const rooms: ImportedRoom[] = [];
  const used = new Set([...raw.dayRooms, ...raw.rows.map((row) => row.room)].map(fold));
  for (const room of raw.rooms) if (used.has(fold(room.name))) add(room.name, room.guid, room.type, room.capacity);
  for (const name of raw.dayRooms) if (!byName.has(fold(name))) add(name, '', '', '');
  for (const row of raw.rows) if (!byName.has(fold(row.room))) add(row.room, row.roomGuid, '', '');
  return {
    rooms,
    keyOf: (row) => {
      const named = byName.get(fold(row.room));
      const meant = row.roomGuid === '' ? undefined : byGuid.get(fold(row.roomGuid));
      return (meant !== undefined && fold(meant.name) === fold(row.room) ? meant : named)?.key ?? null;
    },
  };
}

/** Tracks that rows name, in the file's order, by name: few files give them anything steadier. */
export function readTracks(raw: RawSchedule): ImportedTrack[] {
  const named = new Set(raw.rows.map(({ track }) => track).filter((name) => name !== ''));
  const facts = new Map(raw.tracks.map((track) => [track.name, track]));
  const inOrder = [...new Set([...facts.keys(), ...named])].filter((name) => named.has(name));
  return inOrder.map((name) => {
    const { slug = '', colour = '' } = facts.get(name) ?? {};
    return { key: `name:${name}`, name, slug, colour: /^#[0-9a-f]{6}$/i.test(colour) ? colour.toLowerCase() : null };
  });
}

/**
 * Identities of persons: guid, else id, else name; null for one without a name. In files that join several sources one
 * id stands for several people: there it takes id and name.
 */
export function personKeys(raw: RawSchedule): (person: RawPerson) => string | null {
  const byId = raw.rows
    .flatMap((row) => row.persons)
    .filter(({ guid, id, name }) => guid === '' && id !== '' && name !== '');
  const shared = new Set(
    [...Map.groupBy(byId, ({ id }) => id)]
      .filter(([, own]) => new Set(own.map(({ name }) => name)).size > 1)
      .map(([id]) => id),
  );
  return ({ name, guid, id }) => {
    if (name === '') return null;
    if (guid !== '') return `guid:${fold(guid)}`;
    if (id === '') return `name:${name}`;
    return shared.has(id) ? `id:${id}:${name}` : `id:${id}`;
  };
}

/** Everybody who takes part, once, in order of appearance. The longest biography wins where rows differ. */
export function readPersons(raw: RawSchedule, keyOf: (person: RawPerson) => string | null): ImportedPerson[] {
  const persons = new Map<string, { first: RawPerson; biography: string | null }>();
  for (const person of raw.rows.flatMap((row) => row.persons)) {
    const key = keyOf(person);
    if (key === null) continue;
    const known = persons.get(key);
    if (known === undefined) persons.set(key, { first: person, biography: person.biography });
    else if ((person.biography ?? '').length > (known.biography ?? '').length) known.biography = person.biography;
  }
  return [...persons].map(([key, { first, biography }]) => ({
    key,
    otherKey:
      key === `id:${first.id}` ? `id:${first.id}:${first.name}` : key.startsWith('id:') ? `id:${first.id}` : null,
    name: first.name,
    code: first.code,
    biography: biography === null ? null : longText(biography),
  }));
}

/**
 * Identity of a row's session: its guid; without one its id; where ids without guid stand for different titles, id and
 * title; with neither, title and start. Null when a row has nothing to be known by.
 */
export function sessionKeys(rows: RawRow[]): (row: RawRow, startsAt: string | null) => string | null {
  const titles = Map.groupBy(
    rows.filter((row) => row.guid === '' && row.id !== ''),
    (row) => row.id,
  );
  const shared = new Set(
    [...titles].filter(([, own]) => new Set(own.map((row) => row.title)).size > 1).map(([id]) => id),
  );
  return (row, startsAt) => {
    if (row.guid !== '') return fold(row.guid);
    if (row.id !== '') return shared.has(row.id) ? `id:${row.id}:${row.title}` : `id:${row.id}`;
    return row.title === '' || startsAt === null ? null : `title:${row.title}@${startsAt}`;
  };
}
