import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { v5 as uuid5 } from 'uuid';
import type { ProgrammeContent } from '@kopa/domain';
import { readSchedule } from './format.js';
import type { ImportedSchedule } from './imported-schedule.js';
import { mergeImport, type ImportReport, type MergeOutcome } from './merge-import.js';

const folder = resolve(import.meta.dirname, '../../../../../../shared/data/schedules');
const seed = { id: '7c9a1f6e-52a1-4a0e-9d43-0d6f0a9c2b11', slug: 'real', uidHost: 'example.org' };

function merged(outcome: MergeOutcome): Extract<MergeOutcome, { outcome: 'merged' }> {
  if (outcome.outcome === 'refused') throw new Error(`refused: ${outcome.codes.length} of ${outcome.of} would vanish`);
  return outcome;
}

interface RawEvent {
  guid: string;
  [field: string]: unknown;
}

interface RawFile {
  schedule: {
    conference: {
      rooms: { name: string; guid: string | null }[];
      days: { rooms: Record<string, RawEvent[]> }[];
    };
  };
}

/** What a reader sees of an event in the raw file, by guid: written without any of the importer's code. */
function rawEvents(text: string): Map<string, string> {
  const file = JSON.parse(text) as RawFile;
  const { rooms, days } = file.schedule.conference;
  const roomGuids = new Map(rooms.map(({ name, guid }) => [name, guid ?? name]));
  const plain = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '');
  const events = new Map<string, string>();
  for (const day of days) {
    for (const [room, list] of Object.entries(day.rooms)) {
      for (const event of list) {
        const persons = (event['persons'] as { id?: number; public_name: string }[]).map(
          (person) => person.id ?? person.public_name,
        );
        const links = [event['links'] ?? [], event['attachments'] ?? []].flat() as { url: string; title: string }[];
        events.set(
          event.guid,
          JSON.stringify([
            new Date(event['date'] as string).toISOString(),
            event['duration'],
            roomGuids.get(room) ?? room,
            ...['title', 'subtitle', 'track', 'type', 'language', 'abstract', 'description'].map((field) =>
              plain(event[field]),
            ),
            persons,
            links.map(({ url, title }) => [url, title]),
          ]),
        );
      }
    }
  }
  return events;
}

if (!existsSync(folder)) {
  describe('real schedules', () => {
    it(`skipped: there is no folder ${folder}`, () => {
      console.warn(`Real schedules were not read: ${folder} is missing.`);
      expect(existsSync(folder)).toBe(false);
    });
  });
} else {
  const read = (name: string, timezone?: string): ImportedSchedule =>
    readSchedule(
      readFileSync(join(folder, 'frab', name), 'utf8'),
      name,
      'auto',
      timezone === undefined ? {} : { timezone },
    );

  describe('real schedules', () => {
    it.each([
      {
        name: '39c3-everything.schedule.json',
        zone: 'Europe/Berlin',
        rows: 895,
        days: 4,
        rooms: 58,
        tracks: 9,
        speakers: 709,
      },
      {
        name: '39c3-everything.schedule.xml',
        zone: 'Europe/Berlin',
        rows: 895,
        days: 4,
        rooms: 58,
        tracks: 9,
        speakers: 709,
      },
      {
        name: '39c3-himmel.schedule.json',
        zone: 'Europe/Berlin',
        rows: 186,
        days: 4,
        rooms: 5,
        tracks: 7,
        speakers: 274,
      },
      {
        name: '39c3-himmel.schedule.xml',
        zone: 'Europe/Berlin',
        rows: 186,
        days: 4,
        rooms: 5,
        tracks: 7,
        speakers: 274,
      },
      {
        name: 'fosdem-2013.schedule.xml',
        timezone: 'Europe/Brussels',
        zone: 'Europe/Brussels',
        rows: 487,
        days: 2,
        rooms: 24,
        tracks: 40,
        speakers: 476,
      },
      {
        name: 'fosdem-2021.schedule.xml',
        timezone: 'Europe/Brussels',
        zone: 'Europe/Brussels',
        rows: 773,
        days: 2,
        rooms: 108,
        tracks: 109,
        speakers: 684,
      },
      {
        name: 'fosdem-2025.schedule.xml',
        zone: 'Europe/Brussels',
        rows: 943,
        days: 2,
        rooms: 40,
        tracks: 69,
        speakers: 992,
      },
      {
        name: 'jev22-channels.schedule.json',
        zone: 'Europe/Amsterdam',
        rows: 213,
        days: 6,
        rooms: 14,
        tracks: 14,
        speakers: 205,
      },
      {
        name: 'jev22-channels.schedule.xml',
        zone: 'Europe/Amsterdam',
        rows: 213,
        days: 6,
        rooms: 14,
        tracks: 14,
        speakers: 205,
      },
      { name: 'pretalx-rc3.json', zone: 'Etc/GMT-1', rows: 48, days: 4, rooms: 5, tracks: 5, speakers: 56 },
      { name: 'pretalx-democon.json', zone: 'UTC', rows: 36, days: 3, rooms: 2, tracks: 2, speakers: 27 },
      { name: 'invalid-example.json', zone: 'Europe/Zurich', rows: 1, days: 1, rooms: 1, tracks: 1, speakers: 1 },
    ])('$name is read whole, and importing it again changes nothing', ({ name, timezone, ...expected }) => {
      const imported = read(name, timezone);
      const first = merged(mergeImport(null, seed, imported));
      const { content, report } = first;
      expect({
        zone: content.event.zone,
        rows: report.read,
        days: content.days.length,
        rooms: content.rooms.length,
        tracks: content.tracks.length,
        speakers: content.speakers.length,
      }).toEqual(expected);
      expect(report).toMatchObject({
        created: content.sessions.length,
        changed: 0,
        unchanged: 0,
        removed: 0,
        rejected: [],
      });
      const again = merged(mergeImport(content, seed, read(name, timezone)));
      expect(again.content).toEqual(content);
      expect(again.report).toMatchObject({
        created: 0,
        changed: 0,
        unchanged: content.sessions.length,
        removed: 0,
        frame: [],
      });
    });

    const revisions = (): { name: string; text: string }[] =>
      readdirSync(join(folder, 'history-jev22'))
        .filter((name) => name.endsWith('.json.gz'))
        .sort()
        .map((name) => ({
          name,
          text: gunzipSync(readFileSync(join(folder, 'history-jev22', name))).toString('utf8'),
        }));

    it('six revisions of one congress change, at each step, exactly what the raw files differ in', () => {
      const ids = (guids: string[]): string[] => guids.map((guid) => uuid5(`session:${guid}`, seed.id)).sort();
      let content: ProgrammeContent | null = null;
      let before = new Map<string, string>();
      const reports: ImportReport[] = [];
      for (const { name, text } of revisions()) {
        const events = rawEvents(text);
        const { content: next, report } = merged(mergeImport(content, seed, readSchedule(text, name, 'auto', {})));
        const idsOf = (of: ProgrammeContent | null, codes: string[]): string[] =>
          codes.map((code) => of?.sessions.find((session) => session.code === code)?.id ?? code).sort();
        const guids = [...events.keys()];
        expect({
          created: idsOf(next, report.codes.created),
          changed: idsOf(next, report.codes.changed),
          removed: idsOf(content, report.codes.removed),
          sessions: next.sessions.length,
          rejected: report.rejected,
        }).toEqual({
          created: ids(guids.filter((guid) => !before.has(guid))),
          changed: ids(guids.filter((guid) => before.has(guid) && before.get(guid) !== events.get(guid))),
          removed: ids([...before.keys()].filter((guid) => !events.has(guid))),
          sessions: events.size,
          rejected: [],
        });
        content = next;
        before = events;
        reports.push(report);
      }
      expect(reports).toHaveLength(6);
      expect(reports.slice(1).every(({ created, changed }) => created + changed > 0)).toBe(true);
    });

    it('a slot keeps its id over six revisions, whatever room or time its session moves to', () => {
      const slots = new Map<string, string[]>();
      let content: ProgrammeContent | null = null;
      for (const { name, text } of revisions()) {
        content = merged(mergeImport(content, seed, readSchedule(text, name, 'auto', {}))).content;
        for (const session of content.sessions) {
          const own = session.slots.map(({ id }) => id);
          expect(own).toEqual(slots.get(session.id) ?? own);
          slots.set(session.id, own);
        }
      }
      expect(slots.size).toBeGreaterThan(400);
    });

    it('a third of the sessions gone from the feed is refused, and changes nothing when they are back', () => {
      const imported = read('39c3-everything.schedule.json');
      const { content } = merged(mergeImport(null, seed, imported));
      const flap = { ...imported, rows: imported.rows.filter((_, index) => index % 3 !== 0) };
      const refused = mergeImport(content, seed, flap);
      expect(refused).toMatchObject({ outcome: 'refused', code: 'removals', of: 895 });
      const without = merged(mergeImport(content, seed, flap, { allowRemovals: true }));
      expect(without.report).toMatchObject({ created: 0, changed: 0, removed: 299 });
      const back = merged(mergeImport(without.content, seed, imported));
      expect(back.report).toMatchObject({ created: 299, changed: 0, removed: 0 });
      expect(back.content.sessions).toEqual(content.sessions);
    });

    it('local times without offset demand a zone', () => {
      expect(() => read('fosdem-2021.schedule.xml')).toThrow(expect.objectContaining({ code: 'timezone.needed' }));
    });
  });
}
