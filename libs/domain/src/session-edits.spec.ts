import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fieldsAs,
  hindranceOfDeletion,
  invertSessionEdits,
  joinFields,
  minutesOfItems,
  planBulkEdit,
  type BulkEdit,
  type SessionEdit,
} from './session-edits.js';
import type { PlannedSession } from './programme.js';

const blank: PlannedSession = {
  id: 's1',
  code: 'A',
  title: { en: 'A' },
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

const texts = fc.dictionary(fc.constantFrom('en', 'lv', 'fr'), fc.constantFrom('a', 'b', 'c'));
const record = fc.record({
  title: texts,
  kind: fc.constantFrom('talk', 'break'),
  speakerIds: fc.subarray(['p1', 'p2', 'p3']),
  addOn: fc.option(fc.record({ bring: texts, age: fc.option(fc.nat(2)) })),
});

const sessions = fc.array(
  fc.record({
    trackId: fc.constantFrom(null, 't1', 't2'),
    kind: fc.constantFrom('talk' as const, 'visit' as const),
    language: fc.constantFrom(null, 'lv', 'en'),
    capacity: fc.record({ 'in-person': fc.constantFrom(null, 0, 20), online: fc.constantFrom(null, 100) }),
    speakerIds: fc.subarray(['p1', 'p2', 'p3']),
    items: fc.array(fc.record({ title: texts, speakerId: fc.constantFrom(null, 'p1', 'p2'), minutes: fc.nat(90) }), {
      maxLength: 3,
    }),
  }),
  { maxLength: 5 },
);
const bulk: fc.Arbitrary<BulkEdit> = fc.record(
  {
    trackId: fc.constantFrom(null, 't1'),
    kind: fc.constantFrom('talk' as const, 'break' as const),
    language: fc.constantFrom(null, 'lv'),
    capacity: fc.constantFrom({ online: 5 }, { 'in-person': null }, { 'in-person': 20, online: null }),
    addSpeaker: fc.constantFrom('p1', 'p2'),
    removeSpeaker: fc.constantFrom('p2', 'p3'),
  },
  { requiredKeys: [] },
);
const numbered = (facts: readonly Partial<PlannedSession>[]): PlannedSession[] =>
  facts.map((one, index) => ({ ...blank, ...one, id: `s${index}`, code: `S${index}` }));
const applied = (all: readonly PlannedSession[], edits: readonly SessionEdit[]): PlannedSession[] =>
  all.map((session) => ({ ...session, ...edits.find((edit) => edit.session === session.id)?.after }));

describe('joining two edits of a record', () => {
  it.each<[string, object, object, object, object, string[]]>([
    ['different fields', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 }, { a: 2, b: 3 }, []],
    ['the same field alike', { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }, []],
    ['the same field otherwise', { a: 1 }, { a: 2 }, { a: 3 }, { a: 2 }, ['a']],
    [
      'a text in different languages',
      { t: { en: 'a' } },
      { t: { en: 'b' } },
      { t: { en: 'a', lv: 'c' } },
      { t: { en: 'b', lv: 'c' } },
      [],
    ],
    [
      'a text in the same language',
      { t: { en: 'a', lv: 'a' } },
      { t: { en: 'b', lv: 'a' } },
      { t: { en: 'c', lv: 'd' } },
      { t: { en: 'b', lv: 'd' } },
      ['t.en'],
    ],
    [
      'a text taken away',
      { t: { en: 'a', lv: 'a' } },
      { t: { en: 'a' } },
      { t: { en: 'b', lv: 'a' } },
      { t: { en: 'b' } },
      [],
    ],
    ['lists as a whole', { l: [1] }, { l: [1, 2] }, { l: [1, 3] }, { l: [1, 2] }, ['l']],
    ['a record that one took away', { r: { a: 1 } }, { r: null }, { r: { a: 2 } }, { r: null }, ['r']],
  ])('%s', (_name, base, mine, theirs, merged, contested) => {
    expect(joinFields(base, mine, theirs)).toEqual({ merged, contested });
  });

  it('keeps what only one side altered, and is the same from both sides where nothing is contested', () => {
    fc.assert(
      fc.property(record, record, record, (base, mine, theirs) => {
        expect(joinFields(base, mine, base)).toEqual({ merged: mine, contested: [] });
        expect(joinFields(base, base, theirs)).toEqual({ merged: theirs, contested: [] });
        expect(joinFields(base, mine, mine)).toEqual({ merged: mine, contested: [] });
        const here = joinFields(base, mine, theirs);
        const there = joinFields(base, theirs, mine);
        expect(here.contested.toSorted()).toEqual(there.contested.toSorted());
        if (here.contested.length === 0) expect(here.merged).toEqual(there.merged);
      }),
    );
  });

  it('takes an edit back to what was there, beside what others did since', () => {
    fc.assert(
      fc.property(record, record, (before, edit) => {
        const after = { ...before, ...edit };
        const back = fieldsAs(before, edit);
        expect(joinFields(fieldsAs(after, edit), back, fieldsAs(after, edit)).merged).toEqual(back);
        expect({ ...after, ...back }).toEqual(before);
      }),
    );
  });
});

describe('editing several sessions', () => {
  it('sets what was asked for and nothing else, and back again is what there was', () => {
    fc.assert(
      fc.property(sessions, bulk, (facts, edit) => {
        const before = numbered(facts);
        const edits = planBulkEdit(before, edit);
        const after = applied(before, edits);
        expect(applied(after, invertSessionEdits(edits))).toEqual(before);
        // Adding and removing the same speaker is the one thing that a second time does again.
        if (edit.addSpeaker !== edit.removeSpeaker || edit.addSpeaker === undefined)
          expect(planBulkEdit(after, edit)).toEqual([]);
        for (const session of after) {
          if (edit.removeSpeaker !== undefined) expect(session.speakerIds).not.toContain(edit.removeSpeaker);
          expect(new Set(session.speakerIds).size).toBe(session.speakerIds.length);
        }
      }),
    );
  });

  it('names only the fields that change', () => {
    const item = { title: {}, speakerId: 'p1', minutes: 5 };
    const session = { ...blank, kind: 'visit' as const, speakerIds: ['p1', 'p2'], items: [item] };
    expect(planBulkEdit([session], { kind: 'visit', removeSpeaker: 'p1', capacity: { online: 9 } })).toEqual([
      {
        session: 's1',
        before: { capacity: session.capacity, speakerIds: ['p1', 'p2'], items: [item] },
        after: {
          capacity: { 'in-person': null, online: 9 },
          speakerIds: ['p2'],
          items: [{ ...item, speakerId: null }],
        },
      },
    ]);
  });
});

describe('deleting a session', () => {
  const slot = {
    id: 'x',
    startsAt: '2026-10-07T06:00:00.000Z',
    endsAt: '2026-10-07T07:00:00.000Z',
    roomId: null,
    onlineRoomId: null,
  };
  const repeat = { ...blank, id: 's2', code: 'B', alternativeOf: 'A' };
  it.each<[string, PlannedSession, PlannedSession[], boolean, boolean, string | null]>([
    ['goes', blank, [], false, false, null],
    ['not while it is placed', { ...blank, slots: [slot] }, [], false, true, 'session.placed'],
    ['not while another repeats it', blank, [repeat], false, false, 'session.repeated'],
    ['not unseen when it is released', blank, [], true, false, 'session.released'],
    ['goes when it is to be withdrawn', blank, [], true, true, null],
  ])('%s', (_name, session, others, isReleased, withdraws, hindrance) => {
    expect(hindranceOfDeletion(session, [session, ...others], { isReleased, withdraws })).toBe(hindrance);
  });
});

describe('searching and adding up', () => {
  it('adds up items in turn', () => {
    const item = (minutes: number) => ({ title: {}, speakerId: null, minutes });
    expect([minutesOfItems([]), minutesOfItems([item(20), item(25)])]).toEqual([0, 45]);
  });
});
