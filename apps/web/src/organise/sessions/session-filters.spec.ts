import { describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { listedOf, readSessionSearch, searchSessions } from './session-filters.js';

const blank: DraftOutline = {
  id: '0',
  code: 'A',
  version: 1,
  title: { lv: 'A' },
  subtitle: {},
  kind: 'talk',
  language: null,
  otherLanguages: [],
  interpretation: [],
  capacity: { 'in-person': null, online: null },
  trackId: null,
  speakerIds: [],
  items: [],
  addOn: null,
  alternativeOf: null,
  slots: [],
};
const slot = (startsAt: string, rooms: { roomId?: string; onlineRoomId?: string }) => ({
  id: `slot ${startsAt}`,
  version: 1,
  startsAt,
  endsAt: startsAt,
  roomId: null,
  onlineRoomId: null,
  ...rooms,
});
const sessions: DraftOutline[] = [
  { ...blank, code: 'CAFE', title: { lv: 'Kafejnīca', en: 'Café' }, speakerIds: ['p1'], language: 'lv', kind: 'break' },
  {
    ...blank,
    code: 'SKIN',
    title: { lv: 'Šķūņa stāsts' },
    trackId: 't1',
    // One in the morning: still the day before.
    slots: [slot('2026-10-07T22:00:00.000Z', { roomId: 'r1' })],
  },
  {
    ...blank,
    code: 'ZEME',
    title: { lv: 'Zeme' },
    otherLanguages: ['lv'],
    slots: [slot('2026-10-07T06:00:00.000Z', { onlineRoomId: 'o1' })],
  },
  { ...blank, code: 'SAULE', title: { lv: 'Saule' } },
];
const agenda = {
  sessions,
  speakers: [{ id: 'p1', code: 'P1', name: 'Žanis Ķirsis', organisation: {}, country: null }],
  event: { languages: ['lv', 'en'], zone: 'Europe/Riga', dayChangeHour: 4 },
} as unknown as DraftAgenda;

const codes = (search: Record<string, string>): string[] =>
  searchSessions(listedOf(agenda, 'lv'), readSessionSearch(search), agenda, new Intl.Collator('lv')).map(
    ({ session }) => session.code,
  );

describe('the list of sessions', () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, ['CAFE', 'SAULE', 'SKIN', 'ZEME']],
    [{ q: 'kafejnica' }, ['CAFE']],
    [{ q: 'kirsis cafe' }, ['CAFE']],
    [{ q: 'SKUNA' }, ['SKIN']],
    [{ q: 'nekas' }, []],
    [{ day: '2026-10-07' }, ['SKIN', 'ZEME']],
    [{ room: 'o1' }, ['ZEME']],
    [{ track: 't1' }, ['SKIN']],
    [{ track: 'none' }, ['CAFE', 'SAULE', 'ZEME']],
    [{ kind: 'break' }, ['CAFE']],
    [{ mode: 'in-person' }, ['SKIN']],
    [{ lang: 'lv' }, ['CAFE', 'ZEME']],
    [{ place: 'placed' }, ['SKIN', 'ZEME']],
    [{ place: 'unplaced' }, ['CAFE', 'SAULE']],
    [{ speaker: 'none' }, ['SAULE', 'SKIN', 'ZEME']],
    [{ speaker: 'some' }, ['CAFE']],
    [{ sort: 'time' }, ['ZEME', 'SKIN', 'CAFE', 'SAULE']],
    [{ sort: 'code' }, ['CAFE', 'SAULE', 'SKIN', 'ZEME']],
    [{ kind: 'talk', place: 'unplaced' }, ['SAULE']],
  ])('for %j has %j', (search, expected) => expect(codes(search)).toEqual(expected));

  it('reads of an address only what it knows', () => {
    expect(readSessionSearch({ q: 'x', day: '', other: 'y', kind: 5 })).toEqual({ q: 'x' });
  });
});
