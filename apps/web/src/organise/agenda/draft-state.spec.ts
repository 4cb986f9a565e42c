import { describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftOutline, DraftSlot } from '@kopa/contracts';
import { carried, stepTo, type Column } from './columns.js';
import { inverse, orderOf, rebase, standOf, withPlaced, withSteps, type Step } from './draft-state.js';

const at = (hour: number): string => new Date(Date.parse('2026-11-23T00:00:00Z') + hour * 3_600_000).toISOString();
const slot = (id: string, from: number, roomId: string | null, version = 3): DraftSlot => ({
  id,
  startsAt: at(from),
  endsAt: at(from + 1),
  roomId,
  onlineRoomId: null,
  version,
});
const session = (id: string, slots: DraftSlot[]): DraftOutline => ({
  id,
  code: id.toUpperCase(),
  title: { en: id },
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
  version: 1,
  slots,
});
const agenda = (...sessions: DraftOutline[]) => ({ sessions }) as DraftAgenda;
const column = (id: string, kind: Column['kind']): Column => ({ id, kind, name: id, seats: null });
const move = (one: DraftSlot, after: DraftSlot | null): Step => [
  { slot: one.id, session: 'talk', before: standOf(one), after: after === null ? null : standOf(after) },
];

describe('steps over what is saved', () => {
  const here = slot('a', 9, 'hall');
  const known = agenda(session('talk', [here]));

  it('are seen at once, and undone by their inverse', () => {
    const step = move(here, slot('a', 11, 'loft'));
    expect(withSteps(known, [step]).sessions[0]!.slots).toEqual([slot('a', 11, 'loft')]);
    expect(withSteps(known, [step, inverse(step)])).toEqual(known);
    expect(withSteps(known, [move(here, null)]).sessions[0]!.slots).toEqual([]);
  });

  it('name the version that is saved, and none for what is new', () => {
    expect(orderOf(move(here, slot('a', 11, 'loft')), known).edits[0]).toMatchObject({ slot: 'a', seen: 3 });
    expect(orderOf(move(slot('b', 9, null), null), known).edits[0]).toMatchObject({ slot: 'b', seen: null });
  });

  it.each<[string, DraftSlot | null, DraftSlot | null, DraftSlot | null, readonly string[] | null]>([
    ['go on when nobody else was there', slot('a', 11, 'hall'), here, slot('a', 11, 'hall'), null],
    ['are joined with another part', slot('a', 11, 'hall'), slot('a', 9, 'loft', 4), slot('a', 11, 'loft'), null],
    [
      'ask where the same part is disputed',
      slot('a', 11, 'hall'),
      slot('a', 13, 'hall', 4),
      slot('a', 11, 'hall'),
      ['time'],
    ],
    ['ask when the slot was taken away', slot('a', 11, 'hall'), null, slot('a', 11, 'hall'), []],
    ['ask before they take away what somebody moved', null, slot('a', 13, 'hall', 4), null, []],
    [
      'are done when somebody did the same',
      slot('a', 11, 'hall'),
      slot('a', 11, 'hall', 4),
      slot('a', 11, 'hall'),
      null,
    ],
  ])('%s', (_, mine, theirs, after, contested) => {
    const { step, contests } = rebase(move(here, mine), () => theirs);
    expect(step[0]!.after).toEqual(after === null ? null : standOf(after));
    expect(contests.map(({ parts }) => parts)).toEqual(contested === null ? [] : [contested]);
  });

  it('give way to news that are newer, and to no older ones', () => {
    const newer = { edits: [{ id: 'a', session: 'talk', slot: slot('a', 12, 'hall', 4) }], logistics: [] };
    const after = withPlaced(known, newer);
    expect(after.sessions[0]!.slots).toEqual([slot('a', 12, 'hall', 4)]);
    const older = { edits: [{ id: 'a', session: 'talk', slot: slot('a', 10, 'hall', 2) }], logistics: [] };
    expect(withPlaced(after, older)).toEqual(after);
  });
});

describe('carried', () => {
  const hybrid = { ...slot('a', 9, 'hall'), onlineRoomId: 'net' };
  const [hall, loft, net, web] = [
    column('hall', 'physical'),
    column('loft', 'physical'),
    column('net', 'online'),
    column('web', 'online'),
  ];
  it.each([
    ['the hall of a hybrid slot', hall, loft, ['loft', 'net']],
    ['its online room', net, web, ['hall', 'web']],
    ['the hall to an online room', hall, web, [null, 'web']],
    ['the online room to a hall', net, loft, ['loft', null]],
    ['out of all rooms', hall, column('none', 'none'), [null, null]],
    ['nothing but its time', hall, hall, ['hall', 'net']],
  ])('carries %s', (_, from, to, rooms) => {
    const stand = carried(hybrid, from, to, Date.parse(at(11)), 1_800_000);
    expect(stand).toEqual({ startsAt: at(11), endsAt: at(11.5), roomId: rooms[0], onlineRoomId: rooms[1] });
  });

  it('takes the other rooms of a plenary along in time, and not in place', () => {
    const plenary = session('talk', [slot('a', 9, 'hall'), slot('b', 9, 'loft'), slot('c', 14, 'hall')]);
    const own = { slot: plenary.slots[0]!, session: plenary };
    expect(
      stepTo(own, standOf(slot('a', 10, 'cellar'))).map((one) => [one.slot, one.after?.startsAt, one.after?.roomId]),
    ).toEqual([
      ['a', at(10), 'cellar'],
      ['b', at(10), 'loft'],
    ]);
    expect(stepTo(own, standOf(slot('a', 9, 'cellar')))).toHaveLength(1);
    expect(stepTo(own, null)).toHaveLength(1);
  });
});
