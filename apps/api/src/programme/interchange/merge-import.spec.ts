import { describe, expect, it } from '@jest/globals';
import { v5 as uuid5 } from 'uuid';
import type { PlannedSession, ProgrammeContent } from '@kopa/domain';
import { parseFrabJson } from './frab-json.js';
import { mergeImport, type ImportReport } from './merge-import.js';

const seed = { id: '7c9a1f6e-52a1-4a0e-9d43-0d6f0a9c2b11', slug: 'garden', uidHost: 'example.org' };

interface Row {
  guid: string | null;
  id?: number;
  title?: string;
  room?: string;
  at?: string;
}

const rooms = ['Barn', 'Yard', 'Stream'].map((name) => ({
  name,
  guid: name,
  type: name === 'Stream' ? 'online' : 'stage',
}));

function imported(rows: Row[], days = ['2026-10-07']) {
  const byRoom = Object.groupBy(rows, ({ room }) => room ?? 'Barn');
  const listed = Object.fromEntries(
    Object.entries(byRoom).map(([room, own = []]) => [
      room,
      own.map(({ guid, id, title, at }) => ({
        guid,
        id,
        title: title ?? `Session ${guid}`,
        date: `2026-10-07T${at ?? '09:00'}:00+03:00`,
        duration: '01:00',
        language: 'lv',
        track: 'Trees',
        persons: [{ id: 1, public_name: 'Ilze', biography: 'Grows things' }],
        links: [],
      })),
    ]),
  );
  const conference = {
    title: 'Garden days',
    time_zone_name: 'Europe/Riga',
    rooms,
    days: days.map((date, index) => ({ date, day_start: `${date}T04:00:00+03:00`, rooms: index === 0 ? listed : {} })),
  };
  return parseFrabJson(JSON.stringify({ schedule: { conference } }), {});
}

function merge(
  current: ProgrammeContent | null,
  rows: Row[],
  allowRemovals = true,
): { content: ProgrammeContent; report: ImportReport } {
  const outcome = mergeImport(current, seed, imported(rows), { allowRemovals });
  if (outcome.outcome === 'refused') throw new Error(outcome.code);
  return outcome;
}

const only = (content: ProgrammeContent): PlannedSession => {
  expect(content.sessions).toHaveLength(1);
  return content.sessions[0]!;
};
const placed = (session: PlannedSession): string[] =>
  session.slots.map(({ id, startsAt }) => `${startsAt.slice(11, 16)} ${id}`);

describe('mergeImport', () => {
  it('makes an event of a first file', () => {
    const { content, report } = merge(null, [{ guid: 'a', id: 12 }]);
    const roomId = uuid5('room:guid:barn', seed.id);
    const sessionId = uuid5('session:a', seed.id);
    const speakerId = uuid5('speaker:id:1', seed.id);
    const trackId = uuid5('track:name:Trees', seed.id);
    expect(content).toEqual({
      event: {
        ...seed,
        title: { lv: 'Garden days' },
        subtitle: {},
        description: {},
        place: {},
        zone: 'Europe/Riga',
        firstDay: '2026-10-07',
        lastDay: '2026-10-07',
        dayChangeHour: 4,
        languages: ['lv'],
      },
      days: [
        {
          date: '2026-10-07',
          startsAt: '2026-10-07T01:00:00.000Z',
          endsAt: '2026-10-08T01:00:00.000Z',
          title: {},
          theme: {},
        },
      ],
      venues: [],
      rooms: [
        {
          id: roomId,
          kind: 'physical',
          name: { lv: 'Barn' },
          position: 0,
          venueId: null,
          seats: null,
          provider: null,
          access: 'registered',
        },
      ],
      tracks: [{ id: trackId, name: { lv: 'Trees' }, slug: 'trees', colour: null, position: 0 }],
      speakers: [{ id: speakerId, code: 'P1', name: 'Ilze', organisation: {}, country: null }],
      funders: [],
      sessions: [
        {
          id: sessionId,
          code: '12',
          title: { lv: 'Session a' },
          subtitle: {},
          kind: 'other',
          language: 'lv',
          otherLanguages: [],
          interpretation: [],
          capacity: { 'in-person': null, online: null },
          trackId,
          speakerIds: [speakerId],
          items: [],
          addOn: null,
          alternativeOf: null,
          slots: [
            {
              id: uuid5('slot:1', sessionId),
              startsAt: '2026-10-07T06:00:00.000Z',
              endsAt: '2026-10-07T07:00:00.000Z',
              roomId,
              onlineRoomId: null,
            },
          ],
        },
      ],
      texts: {
        sessions: { '12': { abstract: {}, description: {}, materials: [] } },
        speakers: { [speakerId]: { lv: '<p>Grows things</p>' } },
      },
    });
    expect(report).toEqual({
      read: 1,
      created: 1,
      changed: 0,
      unchanged: 0,
      removed: 0,
      rejected: [],
      warnings: [],
      codes: { created: ['12'], changed: [], removed: [] },
      frame: ['event', 'days', 'rooms', 'tracks', 'speakers'],
    });
  });

  it('keeps the slot of a session whose room and time move', () => {
    const before = merge(null, [{ guid: 'a' }]).content;
    const { content, report } = merge(before, [{ guid: 'a', room: 'Yard', at: '11:00' }]);
    expect(placed(only(content))).toEqual([`08:00 ${only(before).slots[0]!.id}`]);
    expect(report.codes.changed).toEqual([only(before).code]);
  });

  it('takes a repeated guid for several slots and matches them by room, then by order', () => {
    const rows = [
      { guid: 'a', room: 'Barn', at: '09:00' },
      { guid: 'a', room: 'Barn', at: '14:00' },
      { guid: 'a', room: 'Yard', at: '10:00' },
    ];
    const before = merge(null, rows).content;
    const [nine, ten, two] = only(before).slots.map(({ id }) => id);
    const earlier = merge(before, [...rows.slice(1), { guid: 'a', room: 'Barn', at: '08:00' }]);
    expect(placed(only(earlier.content))).toEqual([`05:00 ${nine}`, `07:00 ${ten}`, `11:00 ${two}`]);
    const further = merge(before, [{ guid: 'a', room: 'Barn', at: '08:00' }, ...rows]);
    expect(placed(only(further.content))).toEqual([
      `05:00 ${uuid5('slot:4', only(before).id)}`,
      `06:00 ${nine}`,
      `07:00 ${ten}`,
      `11:00 ${two}`,
    ]);
  });

  it('gives a session that vanishes and returns the same ids', () => {
    const rows = [
      { guid: 'a', id: 1 },
      { guid: 'b', id: 1, room: 'Yard' },
    ];
    const before = merge(null, rows).content;
    const without = merge(before, rows.slice(0, 1)).content;
    expect(merge(without, rows).content).toEqual(before);
  });

  it('gives sessions that share an id codes of their own', () => {
    const { content } = merge(null, [
      { guid: 'a', id: 1 },
      { guid: 'b', id: 1 },
      { guid: 'c', id: 2 },
    ]);
    const suffix = (guid: string): string => uuid5(`session:${guid}`, seed.id).slice(0, 8).toUpperCase();
    expect(content.sessions.map(({ code }) => code)).toEqual([`1-${suffix('a')}`, `1-${suffix('b')}`, '2'].sort());
  });

  it('refuses a file that lacks over a fifth of the sessions, not one that lacks a fifth', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((guid, id) => ({ guid, id }));
    const before = merge(null, rows).content;
    expect(merge(before, rows.slice(1), false).report.codes.removed).toEqual(['0']);
    expect(mergeImport(before, seed, imported(rows.slice(2)))).toEqual({
      outcome: 'refused',
      code: 'removals',
      codes: ['0', '1'],
      of: 5,
    });
  });

  it('does not take a session for vanished whose row cannot be read', () => {
    const before = merge(null, [
      { guid: 'a', id: 1 },
      { guid: 'b', id: 2 },
    ]).content;
    const { content, report } = merge(
      before,
      [
        { guid: 'a', id: 1 },
        { guid: 'b', id: 2, at: 'soon' },
      ],
      false,
    );
    expect(content).toEqual(before);
    expect(report).toMatchObject({
      read: 2,
      created: 0,
      changed: 0,
      unchanged: 1,
      removed: 0,
      rejected: [{ reason: 'has no start' }],
    });
  });

  it('keeps what no file knows', () => {
    const before = merge(null, [{ guid: 'a' }]).content;
    const session = only(before);
    const online = {
      ...before.rooms[0]!,
      id: '2b1c0c1e-6a86-4d07-b6d5-0d7d7f3a8f10',
      kind: 'online' as const,
      name: { lv: 'Tiešraide' },
      position: 1,
    };
    const edited: ProgrammeContent = {
      ...before,
      days: before.days.map((day) => ({ ...day, theme: { lv: 'Koki' } })),
      rooms: [...before.rooms, online],
      speakers: before.speakers.map((speaker) => ({ ...speaker, country: 'LV' })),
      sessions: [
        {
          ...session,
          title: { ...session.title, en: 'Session in English' },
          capacity: { 'in-person': 12, online: null },
          slots: session.slots.map((slot) => ({ ...slot, onlineRoomId: online.id })),
        },
        { ...session, id: '9a7f6f0b-8c6e-4f5c-8f0e-6f3f4f0a7c11', code: 'ZZ-HAND', slots: [] },
      ],
      texts: {
        ...before.texts,
        sessions: { ...before.texts.sessions, 'ZZ-HAND': { abstract: { lv: 'x' }, description: {}, materials: [] } },
      },
    };
    const same = merge(edited, [{ guid: 'a' }]);
    expect(same.content).toEqual(edited);
    expect(same.report).toMatchObject({ changed: 0, removed: 0, frame: [] });
    const moved = merge(edited, [{ guid: 'a', room: 'Yard' }]).content;
    expect(moved.sessions.find(({ id }) => id === session.id)?.slots).toEqual([
      { ...session.slots[0]!, roomId: uuid5('room:guid:yard', seed.id), onlineRoomId: online.id },
    ]);
  });

  it('takes the room away where the file names none any more, and changes its kind where it moves online', () => {
    const before = merge(null, [{ guid: 'a' }]).content;
    const streamed = merge(before, [{ guid: 'a', room: 'Stream' }]).content;
    expect(only(streamed).slots.map(({ roomId, onlineRoomId }) => [roomId, onlineRoomId])).toEqual([
      [null, uuid5('room:guid:stream', seed.id)],
    ]);
    expect(streamed.rooms.map(({ name }) => name['lv'])).toEqual(['Barn', 'Stream']);
    const nowhere = merge(streamed, [{ guid: 'a', room: '' }]).content;
    expect(only(nowhere).slots.map(({ roomId, onlineRoomId }) => [roomId, onlineRoomId])).toEqual([[null, null]]);
  });

  it('follows the days of the file, and adds those on which sessions start', () => {
    const outcome = mergeImport(null, seed, imported([{ guid: 'a', at: '02:00' }], ['2026-10-08']), {});
    if (outcome.outcome === 'refused') throw new Error(outcome.code);
    expect(outcome.content.days.map(({ date }) => date)).toEqual(['2026-10-06', '2026-10-08']);
    expect([outcome.content.event.firstDay, outcome.content.event.lastDay]).toEqual(['2026-10-06', '2026-10-08']);
  });

  describe('of sessions of somebody else', () => {
    const ours = merge(null, [{ guid: 'a', at: '10:00' }]).content;
    const add = (current: ProgrammeContent, rows: Row[], source: string, times: 'keep' | 'tray', days?: string[]) => {
      const outcome = mergeImport(current, seed, imported(rows, days), { additions: { source, times } });
      if (outcome.outcome === 'refused') throw new Error(outcome.code);
      return outcome;
    };
    const titles = ({ sessions }: ProgrammeContent): string[] => sessions.map(({ title }) => title['lv'] ?? '').sort();

    it('adds them unplaced, and leaves event, days, rooms and what was there alone', () => {
      const { content, report } = add(ours, [{ guid: 'b', room: 'Loft' }], 'Museum', 'tray');
      expect(report).toMatchObject({ created: 1, changed: 0, removed: 0, warnings: [] });
      expect(titles(content)).toEqual(['Session a', 'Session b']);
      expect(content.sessions.find(({ title }) => title['lv'] === 'Session b')?.slots).toEqual([]);
      expect(content).toMatchObject({ event: ours.event, days: ours.days, rooms: ours.rooms });
      expect(content.sessions.find(({ id }) => id === ours.sessions[0]?.id)).toEqual(ours.sessions[0]);
    });

    it('brings times and rooms where that is wished, and no day that the event has not', () => {
      const rows = [{ guid: 'b', room: 'Loft', at: '12:00' }];
      const placed = add(ours, rows, 'Museum', 'keep');
      const [slot] = placed.content.sessions.find(({ title }) => title['lv'] === 'Session b')?.slots ?? [];
      expect(placed.content.rooms.find(({ id }) => id === slot?.roomId)?.name).toEqual({ lv: 'Loft' });
      const elsewhere: ProgrammeContent = { ...ours, sessions: [], days: [] };
      const { content, report } = add(elsewhere, rows, 'Museum', 'keep');
      expect(content.days).toEqual([]);
      expect(content.sessions.map(({ slots }) => slots)).toEqual([[]]);
      expect(report.warnings).toEqual([
        {
          code: 'days.none',
          text: "1 session is on none of the event's days and came unplaced",
          facts: { count: 1 },
        },
      ]);
    });

    it('knows the same source again, keeps where its sessions were put, and lets nothing vanish', () => {
      const first = add(ours, [{ guid: 'b' }, { guid: 'c' }], 'Museum', 'tray').content;
      const [slot] = ours.sessions[0]!.slots;
      const placed = {
        ...first,
        sessions: first.sessions.map((one) => (one.title['lv'] === 'Session b' ? { ...one, slots: [slot!] } : one)),
      };
      const { content, report } = add(placed, [{ guid: 'b', title: 'Session b anew' }], 'Museum', 'tray');
      expect(report).toMatchObject({ created: 0, changed: 1, removed: 0 });
      expect(titles(content)).toEqual(['Session a', 'Session b anew', 'Session c']);
      expect(content.sessions.find(({ title }) => title['lv'] === 'Session b anew')?.slots).toEqual([slot]);
      expect(add(content, [{ guid: 'b', title: 'Session b anew' }], 'Museum', 'tray').report.changed).toBe(0);
    });

    it('takes one of another source, or of the whole programme, for another', () => {
      const one = add(ours, [{ guid: 'a' }], 'Museum', 'tray').content;
      const both = add(one, [{ guid: 'a' }], 'Archive', 'tray').content;
      expect(both.sessions).toHaveLength(3);
      // What is the whole programme lets go its own alone.
      const whole = merge(both, [{ guid: 'z' }]).content;
      expect(titles(whole)).toEqual(['Session a', 'Session a', 'Session z']);
      expect(whole.sessions.map(({ id }) => id.charAt(14)).sort()).toEqual(['5', '8', '8']);
    });

    it('takes person 1 of one source for another than person 1 of the next', () => {
      const one = add(ours, [{ guid: 'b' }], 'Museum', 'tray').content;
      expect(one.speakers).toHaveLength(2);
    });
  });
});
