import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  applySettings,
  copyEvent,
  daysBetween,
  invertSettings,
  shiftSession,
  type SettingsPatch,
} from './event-settings.js';
import type { ProgrammeContent } from './programme.js';
import { arbitraryContent, frame } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';
import { addDays, instantToLocal } from './zone.js';

const blank: ProgrammeContent = { ...frame('Event'), sessions: [], texts: { sessions: {}, speakers: {} } };
const withDays = (content: ProgrammeContent): ProgrammeContent => ({
  ...content,
  days: daysBetween(content.event, []).map((day) => ({ ...day, title: { en: day.date } })),
});
const edited = (content: ProgrammeContent, patch: SettingsPatch): ProgrammeContent => {
  const outcome = applySettings(content, patch);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.content;
};
const session = (at: string, until: string): ProgrammeContent['sessions'][number] =>
  planned('S', 0, 0, {
    trackId: 'track',
    addOn: plannedAddOn({ meetAt: at, departAt: at, returnAt: until }),
    slots: [{ id: 'slot', startsAt: at, endsAt: until, roomId: 'room-1', onlineRoomId: null }],
  });
const track = { id: 'track', name: { en: 'Track' }, slug: 'track', colour: null, position: 0 };

describe('applySettings', () => {
  it('gives an event the days between its first and its last, over a change of the clock', () => {
    const content = edited(withDays(blank), { event: { firstDay: '2026-10-24', lastDay: '2026-10-26' } });
    expect(content.days.map(({ date, startsAt, endsAt }) => [date, startsAt, endsAt])).toEqual([
      ['2026-10-24', '2026-10-23T21:00:00.000Z', '2026-10-24T21:00:00.000Z'],
      ['2026-10-25', '2026-10-24T21:00:00.000Z', '2026-10-25T22:00:00.000Z'],
      ['2026-10-26', '2026-10-25T22:00:00.000Z', '2026-10-26T22:00:00.000Z'],
    ]);
  });

  it('keeps the words of days that stay, and takes those that are given', () => {
    const content = edited(withDays(blank), {
      event: { lastDay: '2026-10-09' },
      days: [{ date: '2026-10-09', title: { lv: 'Trešā' }, theme: {} }],
    });
    expect(content.days.map(({ date, title }) => [date, title])).toEqual([
      ['2026-10-07', { en: '2026-10-07' }],
      ['2026-10-08', { en: '2026-10-08' }],
      ['2026-10-09', { lv: 'Trešā' }],
    ]);
  });

  it('keeps what the clock on the wall says when the zone changes, also on the night on which it changes', () => {
    // 02:30 on 25 October: once in Riga's summer time; Moscow's clock never changes.
    const at = '2026-10-24T23:30:00.000Z';
    const content = { ...blank, sessions: [session(at, '2026-10-25T07:00:00.000Z')], tracks: [track] };
    const [moved] = edited(content, { event: { zone: 'Europe/Moscow' } }).sessions;
    const local = (instant: string | null | undefined, zone: string): string => instantToLocal(instant ?? '', zone);
    expect(local(moved?.slots[0]?.startsAt, 'Europe/Moscow')).toBe(local(at, 'Europe/Riga'));
    expect(local(moved?.addOn?.returnAt, 'Europe/Moscow')).toBe(local('2026-10-25T07:00:00.000Z', 'Europe/Riga'));
  });

  it.each<[string, SettingsPatch, string, string]>([
    [
      'an unknown zone',
      { event: { zone: 'Mars/Base' } },
      'event.zone',
      'must be an IANA time zone such as "Europe/Riga"',
    ],
    [
      'a last day before the first',
      { event: { lastDay: '2026-10-06' } },
      'event.lastDay',
      'must not be before the first day, 2026-10-07',
    ],
    ['a year of days', { event: { lastDay: '2027-10-07' } }, 'event.lastDay', 'must be at most 60 days from the first'],
    [
      'a room that is used',
      { rooms: { upserted: [], removed: ['room-1'] } },
      'rooms.removed[0]',
      '1 session in it (S): move them first',
    ],
    [
      'a track that is used',
      { tracks: { upserted: [], removed: ['track'] } },
      'tracks.removed[0]',
      '1 session in it (S): move them first',
    ],
    [
      'a second track of a slug',
      { tracks: { upserted: [{ ...track, id: 'other' }], removed: [] } },
      'tracks.upserted[0].slug',
      'there is a track "track" already',
    ],
    [
      'a room that turns online',
      { rooms: { upserted: [{ ...blank.rooms[0]!, kind: 'online' }], removed: [] } },
      'rooms.upserted[0].kind',
      'stays what it was when it was made',
    ],
    [
      'a room in a venue that is not there',
      { rooms: { upserted: [{ ...blank.rooms[0]!, venueId: 'nowhere' }], removed: [] } },
      'rooms.upserted[0].venueId',
      'is no venue of this event',
    ],
    [
      'seats online',
      { rooms: { upserted: [{ ...blank.rooms[3]!, seats: 5 }], removed: [] } },
      'rooms.upserted[0].seats',
      'is for physical rooms',
    ],
  ])('refuses %s and names the field', (_, patch, path, message) => {
    const content = {
      ...blank,
      tracks: [track],
      sessions: [session('2026-10-07T07:00:00.000Z', '2026-10-07T08:00:00.000Z')],
    };
    expect(applySettings(content, patch)).toMatchObject({ problems: [{ path, message }] });
  });

  it('refuses to take away a venue with rooms in it, and takes both away together', () => {
    const venue = { id: 'venue', name: { en: 'Hall' }, address: '', latitude: null, longitude: null };
    const room = { ...blank.rooms[0]!, id: 'inside', venueId: 'venue' };
    const content = { ...blank, venues: [venue], rooms: [...blank.rooms, room] };
    const removed = { upserted: [], removed: ['venue'] };
    expect(applySettings(content, { venues: removed })).toMatchObject({
      problems: [{ path: 'venues.removed[0]', message: 'holds 1 room: move them first' }],
    });
    const both = edited(content, { venues: removed, rooms: { upserted: [], removed: ['inside'] } });
    expect([both.venues, both.rooms]).toEqual([[], blank.rooms]);
  });

  const venues = ['manor', 'mill'].map((id) => ({ id, name: {}, address: '', latitude: null, longitude: null }));

  it('lets ways between venues go with the venue, and brings them back with it', () => {
    const [manor, mill] = venues;
    const content = edited(
      { ...blank, venues },
      {
        venues: {
          upserted: [
            { ...manor!, minutesTo: { mill: 12 } },
            { ...mill!, minutesTo: {} },
          ],
          removed: [],
        },
      },
    );
    expect(content.venues).toEqual([{ ...manor, minutesTo: { mill: 12 } }, mill]);
    const gone: SettingsPatch = { venues: { upserted: [], removed: ['mill'] } };
    expect(edited(content, gone).venues).toEqual([manor]);
    expect(edited(edited(content, gone), invertSettings(content, gone)).venues).toEqual(content.venues);
  });

  it.each([
    ['nowhere', 12, 'is no other venue of this event'],
    ['manor', 12, 'is no other venue of this event'],
    ['mill', 1.5, 'must be whole minutes from 0 to 1440'],
    ['mill', 1441, 'must be whole minutes from 0 to 1440'],
  ])('refuses a way to %s of %d minutes', (to, minutes, message) => {
    const upserted = [{ ...venues[0]!, minutesTo: { [to]: minutes } }];
    expect(applySettings({ ...blank, venues }, { venues: { upserted, removed: [] } })).toMatchObject({
      problems: [{ path: `venues.upserted[0].minutesTo.${to}`, message }],
    });
  });

  it('takes back what it touched and nothing else, so that others keep what they did meanwhile', () => {
    const content = withDays(blank);
    expect(invertSettings(content, { event: { place: { en: 'Ogre' } } })).toEqual({ event: { place: {} } });
    expect(invertSettings(content, { event: { lastDay: '2026-10-07' } })).toEqual({
      event: { lastDay: '2026-10-08' },
      days: [{ date: '2026-10-08', title: { en: '2026-10-08' }, theme: {} }],
    });
  });

  it('is taken back by its inverse', () => {
    const arbitraryPatch: fc.Arbitrary<SettingsPatch> = fc.record(
      {
        event: fc.record(
          {
            title: fc.constantFrom({ en: 'New' }, { lv: 'Jauns' }),
            firstDay: fc.constantFrom('2026-10-05', '2026-10-07', '2026-10-08'),
            dayChangeHour: fc.constantFrom(0, 4),
          },
          { requiredKeys: [] },
        ),
        days: fc.constant([{ date: '2026-10-08', title: { en: 'Day' }, theme: { lv: 'Tēma' } }]),
        venues: fc.constant({ upserted: [{ id: 'v', name: {}, address: '', latitude: 1, longitude: 2 }], removed: [] }),
        tracks: fc.constant({ upserted: [track], removed: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(arbitraryContent, arbitraryPatch, (drawn, patch) => {
        const content = withDays(drawn);
        expect(edited(edited(content, patch), invertSettings(content, patch))).toEqual(content);
      }),
    );
  });
});

describe('shiftSession', () => {
  it('keeps the time of day over a change of the clock', () => {
    const shifted = shiftSession(session('2026-10-24T07:00:00.000Z', '2026-10-24T08:00:00.000Z'), 1, 'Europe/Riga');
    expect(shifted.slots).toMatchObject([{ startsAt: '2026-10-25T08:00:00.000Z', endsAt: '2026-10-25T09:00:00.000Z' }]);
  });

  it('never ends a slot before it starts, nor turns a journey round, whatever the clock does', () => {
    const minute = fc
      .integer({ min: 0, max: 3 * 1440 })
      .map((m) => new Date(Date.UTC(2026, 2, 27) + m * 60_000).toISOString());
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: -400, max: 400 }), (one, other, days) => {
        const [from, until] = [one, other].sort() as [string, string];
        const { slots, addOn } = shiftSession(session(from, until), days, 'Europe/Riga');
        expect(slots[0]!.startsAt <= slots[0]!.endsAt).toBe(true);
        expect(addOn!.meetAt! <= addOn!.departAt! && addOn!.departAt! <= addOn!.returnAt!).toBe(true);
      }),
    );
  });
});

describe('copyEvent', () => {
  it('takes along how long it is from venue to venue', () => {
    const venue = { name: {}, address: '', latitude: null, longitude: null };
    const content = {
      ...blank,
      venues: [
        { ...venue, id: 'a', minutesTo: { b: 25 } },
        { ...venue, id: 'b' },
      ],
    };
    const facts = { id: 'copy', slug: 'copy', title: {}, uidHost: 'copy.example', firstDay: '2027-10-07' };
    expect(copyEvent(content, facts, (id) => `new ${id}`).venues).toEqual([
      { ...venue, id: 'new a', minutesTo: { 'new b': 25 } },
      { ...venue, id: 'new b' },
    ]);
  });

  it('moves days and sessions alike, and names everything anew', () => {
    fc.assert(
      fc.property(arbitraryContent, fc.integer({ min: -500, max: 500 }), (drawn, days) => {
        const content = withDays(drawn);
        const facts = { id: 'copy', slug: 'copy', title: { en: 'Copy' }, uidHost: 'copy.example' };
        const firstDay = addDays(content.event.firstDay, days);
        const copy = copyEvent(content, { ...facts, firstDay }, (id) => `new ${id}`);
        expect(copy.event).toMatchObject({ ...facts, firstDay, lastDay: addDays(content.event.lastDay, days) });
        expect(copy.days.map(({ title }) => title)).toEqual(content.days.map(({ title }) => title));
        const facets = ({ sessions }: ProgrammeContent, name: (id: string) => string) =>
          sessions.map(({ code, slots, speakerIds }) => [
            code,
            speakerIds.map(name),
            slots.map((slot) => [name(slot.id), slot.roomId === null ? null : name(slot.roomId)]).sort(),
          ]);
        expect(facets(copy, (id) => id)).toEqual(facets(content, (id) => `new ${id}`));
        expect(copy.texts).toEqual(content.texts);
      }),
    );
  });
});
