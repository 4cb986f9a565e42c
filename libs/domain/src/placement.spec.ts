import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findConflicts } from './conflicts.js';
import {
  isSameStand,
  mergeStands,
  moveLogistics,
  placementRules,
  type PlaceableSession,
  type PlacementFacts,
  type Stand,
} from './placement.js';
import type { AddOn } from './programme.js';

const at = (minutes: number): string =>
  new Date(Date.parse('2026-10-07T06:00:00.000Z') + minutes * 60_000).toISOString();
const slot = (id: string, from: number, to: number, roomId: string | null, onlineRoomId: string | null = null) => ({
  id,
  startsAt: at(from),
  endsAt: at(to),
  roomId,
  onlineRoomId,
});
const session = (code: string, slots: PlaceableSession['slots'], more: Partial<PlaceableSession> = {}) => ({
  code,
  slots,
  speakerIds: [],
  capacity: { 'in-person': null, online: null },
  addOn: null,
  ...more,
});
const facts = (sessions: PlaceableSession[], more: Partial<PlacementFacts> = {}): PlacementFacts => ({
  sessions,
  rooms: [
    { id: 'hall', kind: 'physical', seats: 30, venueId: null },
    { id: 'loft', kind: 'physical', seats: null, venueId: null },
    { id: 'net', kind: 'online', seats: null, venueId: null },
  ],
  venues: [],
  days: [{ startsAt: at(0), endsAt: at(600) }],
  booked: new Map(),
  bookedTogether: [],
  availability: new Map(),
  ...more,
});
/** The hall and the loft in two venues, 30 minutes apart, and 40 back. */
const twoVenues: Pick<PlacementFacts, 'rooms' | 'venues'> = {
  rooms: [
    { id: 'hall', kind: 'physical', seats: 30, venueId: 'manor' },
    { id: 'loft', kind: 'physical', seats: null, venueId: 'mill' },
    { id: 'net', kind: 'online', seats: null, venueId: null },
  ],
  venues: [
    { id: 'manor', latitude: null, longitude: null, minutesTo: { mill: 30 } },
    { id: 'mill', latitude: null, longitude: null, minutesTo: { manor: 40 } },
  ],
};
const addOn = (meetAt: number, returnAt: number): AddOn => ({
  meetAt: at(meetAt),
  departAt: at(meetAt + 10),
  returnAt: at(returnAt),
  meetingPoint: {},
  travelMinutes: 20,
  minimumNumber: null,
  goNoGoAt: at(-600),
  bring: {},
  minimumAge: null,
});

describe('placementRules', () => {
  it.each<[string, PlacementFacts, Stand, unknown[]]>([
    [
      'finds the room taken',
      facts([session('A', [slot('a', 300, 360, 'loft')]), session('B', [slot('b', 60, 120, 'hall')])]),
      slot('', 90, 150, 'hall'),
      [{ kind: 'room', id: 'hall', session: 'B', slot: 'b' }],
    ],
    [
      'takes back to back for no clash',
      facts([session('A', [slot('a', 300, 360, 'loft')]), session('B', [slot('b', 60, 120, 'hall')])]),
      slot('', 120, 150, 'hall'),
      [],
    ],
    ['is no obstacle to itself', facts([session('A', [slot('a', 60, 120, 'hall')])]), slot('', 90, 150, 'hall'), []],
    [
      'finds the online room taken',
      facts([session('A', [slot('a', 300, 360, 'loft')]), session('B', [slot('b', 60, 120, null, 'net')])]),
      slot('', 90, 150, null, 'net'),
      [{ kind: 'online-room', id: 'net', session: 'B', slot: 'b' }],
    ],
    [
      'finds the speaker in another hall',
      facts([
        session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] }),
        session('B', [slot('b', 60, 120, 'hall')], { speakerIds: ['anna', 'janis'] }),
      ]),
      slot('', 90, 150, 'loft'),
      [{ kind: 'speaker', id: 'anna', session: 'B', slot: 'b' }],
    ],
    [
      'finds the speaker online while in a hall',
      facts([
        session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] }),
        session('B', [slot('b', 60, 120, null, 'net')], { speakerIds: ['anna'] }),
      ]),
      slot('', 90, 150, 'loft'),
      [{ kind: 'speaker-apart', id: 'anna', session: 'B', slot: 'b' }],
    ],
    [
      'finds a speaker who would not be there in time, on the way there',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] }),
          session('B', [slot('b', 60, 120, 'hall')], { speakerIds: ['anna'] }),
        ],
        twoVenues,
      ),
      slot('', 145, 180, 'loft'),
      [{ kind: 'speaker-travel', id: 'anna', session: 'B', slot: 'b', minutesShort: 5 }],
    ],
    [
      'finds a speaker who would not be there in time, on the way back',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] }),
          session('B', [slot('b', 60, 120, 'hall')], { speakerIds: ['anna'] }),
        ],
        twoVenues,
      ),
      slot('', 0, 30, 'loft'),
      [{ kind: 'speaker-travel', id: 'anna', session: 'B', slot: 'b', minutesShort: 10 }],
    ],
    [
      'lets a speaker travel who has the time, and follow online without travelling',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] }),
          session('B', [slot('b', 60, 120, 'hall')], { speakerIds: ['anna'] }),
          session('C', [slot('c', 180, 200, null, 'net')], { speakerIds: ['anna'] }),
        ],
        twoVenues,
      ),
      slot('', 150, 180, 'loft'),
      [],
    ],
    [
      'finds those who would be late for the coach, though nothing overlaps',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')]),
          session('VISIT', [slot('v', 60, 120, 'hall')], { addOn: addOn(20, 170) }),
        ],
        { bookedTogether: [{ sessions: ['A', 'VISIT'], people: 14, inPerson: 12 }] },
      ),
      slot('', -30, 16, 'hall'),
      [{ kind: 'day' }, { kind: 'people-travel', session: 'VISIT', people: 12, minutesShort: 6 }],
    ],
    [
      'lets those be who follow online',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')]),
          session('VISIT', [slot('v', 60, 120, 'hall')], { addOn: addOn(20, 170) }),
        ],
        { bookedTogether: [{ sessions: ['A', 'VISIT'], people: 14, inPerson: 0 }] },
      ),
      slot('', 0, 16, 'hall'),
      [],
    ],
    [
      'finds fewer seats than are booked',
      facts([session('A', [slot('a', 300, 360, 'loft')])], { booked: new Map([['A', 31]]) }),
      slot('', 90, 150, 'hall'),
      [{ kind: 'seats', id: 'hall', seats: 30, needed: 31 }],
    ],
    [
      'counts who booked rather than who could',
      facts([session('A', [slot('a', 300, 360, 'loft')], { capacity: { 'in-person': 50, online: null } })], {
        booked: new Map([['A', 12]]),
      }),
      slot('', 90, 150, 'hall'),
      [],
    ],
    [
      'finds fewer seats than are offered',
      facts([session('A', [slot('a', 300, 360, 'loft')], { capacity: { 'in-person': 50, online: null } })]),
      slot('', 90, 150, 'hall'),
      [{ kind: 'seats', id: 'hall', seats: 30, needed: 50 }],
    ],
    [
      'finds what is past the end of the day',
      facts([session('A', [slot('a', 300, 360, 'loft')])]),
      slot('', 590, 650, 'hall'),
      [{ kind: 'day' }],
    ],
    [
      'finds those who would still be on the way back',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')]),
          session('VISIT', [slot('v', 60, 120, 'hall')], { addOn: addOn(20, 170) }),
        ],
        { bookedTogether: [{ sessions: ['A', 'VISIT'], people: 14, inPerson: 14 }] },
      ),
      slot('', 150, 200, 'loft'),
      [{ kind: 'people', session: 'VISIT', people: 14 }],
    ],
    [
      'finds the speaker away for a part of it',
      facts([session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] })], {
        availability: new Map([['anna', [{ startsAt: at(0), endsAt: at(120) }]]]),
      }),
      slot('', 90, 150, 'hall'),
      [{ kind: 'availability', id: 'anna' }],
    ],
    [
      'lets a speaker speak across times that adjoin',
      facts([session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] })], {
        availability: new Map([
          [
            'anna',
            [
              { startsAt: at(120), endsAt: at(200) },
              { startsAt: at(0), endsAt: at(120) },
            ],
          ],
        ]),
      }),
      slot('', 90, 150, 'hall'),
      [],
    ],
    [
      'knows that who never can, cannot',
      facts([session('A', [slot('a', 300, 360, 'loft')], { speakerIds: ['anna'] })], {
        availability: new Map([['anna', []]]),
      }),
      slot('', 90, 150, 'hall'),
      [{ kind: 'availability', id: 'anna' }],
    ],
    [
      'takes the journey along with a visit that moves',
      facts(
        [
          session('A', [slot('a', 60, 120, 'hall')], { addOn: addOn(20, 170) }),
          session('B', [slot('b', 300, 360, 'loft')]),
        ],
        { bookedTogether: [{ sessions: ['A', 'B'], people: 14, inPerson: 14 }] },
      ),
      slot('', 200, 260, 'hall'),
      [{ kind: 'people', session: 'B', people: 14 }],
    ],
    [
      'lets go whoever is back in time',
      facts(
        [
          session('A', [slot('a', 300, 360, 'loft')]),
          session('VISIT', [slot('v', 60, 120, 'hall')], { addOn: addOn(20, 170) }),
        ],
        { bookedTogether: [{ sessions: ['A', 'VISIT'], people: 14, inPerson: 14 }] },
      ),
      // Ten minutes from the meeting point to the hall are part of it.
      slot('', 180, 200, 'loft'),
      [],
    ],
  ])('%s', (_, known, stand, issues) => {
    expect(placementRules(known).issuesOf({ ...stand, id: 'a', session: 'A' })).toEqual(issues);
  });

  it('looks past what moves with it', () => {
    const known = facts([session('A', [slot('a', 0, 60, 'hall'), slot('b', 0, 60, 'loft')])]);
    const rules = placementRules(known);
    const moved = { ...slot('a', 0, 60, 'loft'), session: 'A' };
    expect(rules.issuesOf(moved)).toEqual([{ kind: 'room', id: 'loft', session: 'A', slot: 'b' }]);
    expect(rules.issuesOf(moved, new Set(['b']))).toEqual([]);
  });

  const anySession = fc.record({
    speakerIds: fc.uniqueArray(fc.constantFrom('anna', 'janis', 'priya'), { maxLength: 2 }),
    slots: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 600 }),
        length: fc.integer({ min: 0, max: 90 }),
        roomId: fc.constantFrom('hall', 'loft', null),
        onlineRoomId: fc.constantFrom('net', null),
      }),
      { maxLength: 3 },
    ),
  });
  const anyFacts = fc.array(anySession, { maxLength: 8 }).map((sessions) =>
    facts(
      sessions.map(({ speakerIds, slots }, index) =>
        session(
          `S${index}`,
          slots.map(({ from, length, roomId, onlineRoomId }, n) =>
            slot(`S${index}-${n}`, from, from + length, roomId, onlineRoomId),
          ),
          { speakerIds },
        ),
      ),
      {
        bookedTogether: [{ sessions: ['S0', 'S1'], people: 3, inPerson: 3 }],
        booked: new Map([['S2', 40]]),
        ...twoVenues,
        availability: new Map([['anna', [{ startsAt: at(60), endsAt: at(300) }]]]),
      },
    ),
  );

  it('finds for each slot by itself what it finds for all at once, and no pair but the conflicts', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const rules = placementRules(known);
        const all = rules.all();
        const key = (issue: object): string => JSON.stringify(Object.entries(issue).sort());
        let pairs = 0;
        for (const { code, slots } of known.sessions)
          for (const one of slots) {
            const issues = rules.issuesOf({ ...one, session: code });
            pairs += issues.filter((issue) => 'slot' in issue && issue.kind !== 'speaker-travel').length;
            expect(issues.map(key).sort()).toEqual((all.get(one.id) ?? []).map(key).sort());
          }
        expect(pairs).toBe(2 * findConflicts(known.sessions).length);
      }),
    );
  });
});

describe('a speaker between two venues', () => {
  it('is in trouble exactly as long as minutes are missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (gap, minutes) => {
        const [manor, mill] = twoVenues.venues;
        const known = facts(
          [
            session('A', [slot('a', 0, 60, 'hall')], { speakerIds: ['anna'] }),
            session('B', [slot('b', 60 + gap, 200, 'loft')], { speakerIds: ['anna'] }),
          ],
          {
            ...twoVenues,
            venues: [
              { ...manor!, minutesTo: { mill: minutes } },
              { ...mill!, minutesTo: {} },
            ],
          },
        );
        const short = minutes - gap;
        const issue = { kind: 'speaker-travel', id: 'anna', minutesShort: short };
        expect([...placementRules(known).all()]).toEqual(
          short > 0
            ? [
                ['a', [{ ...issue, session: 'B', slot: 'b' }]],
                ['b', [{ ...issue, session: 'A', slot: 'a' }]],
              ]
            : [],
        );
      }),
    );
  });
});

describe('moveLogistics', () => {
  it('moves the journey with the slot, and the decision by whole days', () => {
    const visit = addOn(20, 170);
    expect(moveLogistics(visit, at(60), at(60 + 90))).toEqual({
      ...visit,
      meetAt: at(110),
      departAt: at(120),
      returnAt: at(260),
    });
    expect(moveLogistics(visit, at(60), at(60 + 1500)).goNoGoAt).toBe(at(-600 + 1440));
  });
  it('undoes itself', () => {
    const minute = fc.integer({ min: -5000, max: 5000 });
    fc.assert(
      fc.property(minute, minute, (from, to) => {
        const visit = addOn(20, 170);
        expect(moveLogistics(moveLogistics(visit, at(from), at(to)), at(to), at(from))).toEqual(visit);
      }),
    );
  });
});

describe('mergeStands', () => {
  const base = slot('', 0, 60, 'hall', null);
  it.each<[string, Stand, Stand, Stand, string[]]>([
    [
      'keeps both where they altered different parts',
      slot('', 0, 60, 'loft'),
      slot('', 30, 90, 'hall'),
      slot('', 30, 90, 'loft'),
      [],
    ],
    [
      'takes theirs where both moved it in time',
      slot('', 10, 70, 'hall'),
      slot('', 30, 90, 'hall'),
      slot('', 30, 90, 'hall'),
      ['time'],
    ],
    [
      'keeps what both did alike',
      slot('', 30, 90, 'loft'),
      slot('', 30, 90, 'hall', 'net'),
      slot('', 30, 90, 'loft', 'net'),
      [],
    ],
    [
      'takes a start and an end for one part',
      slot('', 0, 90, 'hall'),
      slot('', 10, 60, 'hall'),
      slot('', 10, 60, 'hall'),
      ['time'],
    ],
  ])('%s', (_, mine, theirs, merged, contested) => {
    const outcome = mergeStands(base, mine, theirs);
    expect(isSameStand(outcome.merged, merged)).toBe(true);
    expect(outcome.contested).toEqual(contested);
  });

  const anyStand = fc
    .tuple(
      fc.constantFrom(0, 30),
      fc.constantFrom(60, 90),
      fc.constantFrom('hall', 'loft', null),
      fc.constantFrom('net', null),
    )
    .map(([from, to, room, online]): Stand => slot('', from, to, room, online));
  it('is theirs where nothing is mine, mine where nothing is theirs, and symmetrical where nothing is contested', () => {
    fc.assert(
      fc.property(anyStand, anyStand, anyStand, (before, mine, theirs) => {
        expect(isSameStand(mergeStands(before, before, theirs).merged, theirs)).toBe(true);
        expect(isSameStand(mergeStands(before, mine, before).merged, mine)).toBe(true);
        const one = mergeStands(before, mine, theirs);
        const other = mergeStands(before, theirs, mine);
        expect(one.contested).toEqual(other.contested);
        if (one.contested.length === 0) expect(isSameStand(one.merged, other.merged)).toBe(true);
      }),
    );
  });
});
