import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  conflictName,
  isForEveryone,
  makeAgendas,
  type AgendaConflict,
  type AgendaItem,
  type HeldBooking,
  type OwnChoices,
} from './agenda.js';
import { slotMode } from './mode.js';
import { attendanceModes, effectiveMode, placeModes, type AttendanceMode, type PlaceMode } from './places.js';
import type { Mode, Programme, PublishedAddOn, Session, Slot, Venue } from './programme.js';
import { estimateTravel } from './travel.js';
import { arbitraryContent, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';

const date = '2026-10-07';

const slot = (id: string, from: number, to: number, where: Partial<Slot> = {}): Slot => ({
  id,
  version: 1,
  status: 'scheduled',
  plannedStartsAt: minutesIn(from),
  plannedEndsAt: minutesIn(to),
  plannedRoomId: null,
  plannedOnlineRoomId: null,
  startsAt: minutesIn(from),
  endsAt: minutesIn(to),
  roomId: null,
  onlineRoomId: null,
  reason: null,
  changedAt: minutesIn(-1000),
  ...where,
});

const session = (code: string, slots: Slot[], more: Partial<Session> = {}): Session => ({
  id: code,
  code,
  title: { en: code },
  subtitle: {},
  kind: 'talk',
  language: 'en',
  otherLanguages: [],
  interpretation: [],
  capacity: { 'in-person': null, online: null },
  trackId: null,
  speakerIds: [],
  items: [],
  addOn: null,
  alternativeOf: null,
  mode: slots[0] === undefined ? null : slotMode(slots[0]),
  slots,
  ...more,
});

const journey = (times: {
  meet?: number;
  depart?: number;
  return?: number;
  travelMinutes?: number;
}): PublishedAddOn => ({
  plannedDepartAt: null,
  meetAt: times.meet === undefined ? null : minutesIn(times.meet),
  departAt: times.depart === undefined ? null : minutesIn(times.depart),
  returnAt: times.return === undefined ? null : minutesIn(times.return),
  meetingPoint: { en: 'Hotel' },
  travelMinutes: times.travelMinutes ?? null,
  minimumNumber: null,
  goNoGoAt: null,
  bring: {},
  minimumAge: null,
});

const hall = { roomId: 'room-1' };
const screen = { onlineRoomId: 'online-1' };
const both = { roomId: 'room-1', onlineRoomId: 'online-1' };

const programme = (sessions: Session[], venues: Venue[] = []): Programme => {
  const { rooms, ...rest } = frame('Test');
  const placed = rooms.map((room, index) => ({ ...room, venueId: venues[index]?.id ?? null }));
  const published = firstProgramme({
    ...rest,
    rooms: placed,
    venues,
    sessions: [],
    texts: { sessions: {}, speakers: {} },
  });
  return { ...published, sessions };
};

const booking = (code: string, mode: PlaceMode, more: Partial<HeldBooking> = {}): HeldBooking => ({
  id: `booking-${code}`,
  session: code,
  mode,
  status: 'confirmed',
  insteadOf: null,
  isOwnWay: false,
  ...more,
});

const own = (day: AttendanceMode, bookings: HeldBooking[], stars: OwnChoices['stars'] = []): OwnChoices => ({
  days: { [date]: day },
  bookings,
  stars,
});

const agendaOf = (published: Programme, choices: OwnChoices) => {
  const rules = makeAgendas(published);
  const items = rules.itemsOf(choices);
  return { rules, items, conflicts: rules.conflictsOf(items) };
};

describe('an agenda', () => {
  it('holds each slot once, as booked before starred before for everyone, in order of start', () => {
    const published = programme([
      session('OPEN', [slot('o', 0, 20, both)], { kind: 'opening' }),
      session('TALK', [slot('t', 30, 60, both)]),
      session('VISIT', [slot('v', 90, 150, hall)]),
      session('CLOSE', [slot('c', 200, 220, hall)], { kind: 'closing' }),
    ]);
    const { items } = agendaOf(
      published,
      own(
        'both',
        [booking('VISIT', 'in-person')],
        [
          { session: 'VISIT', mode: null },
          { session: 'TALK', mode: 'online' },
          { session: 'GONE', mode: null },
        ],
      ),
    );
    expect(items.map(({ session: code, because, mode }) => [code, because, mode])).toEqual([
      ['OPEN', 'everyone', 'in-person'],
      ['TALK', 'star', 'online'],
      ['VISIT', 'booking', 'in-person'],
      ['CLOSE', 'everyone', 'in-person'],
    ]);
  });

  it.each<[AttendanceMode, string[]]>([
    ['in-person', ['HALL', 'SCREEN', 'HYBRID']],
    ['both', ['HALL', 'SCREEN', 'HYBRID']],
    ['online', ['SCREEN', 'HYBRID']],
    ['absent', []],
  ])('of somebody who is %s has these openings: %j', (day, codes) => {
    const published = programme([
      session('HALL', [slot('h', 0, 10, hall)], { kind: 'opening' }),
      session('SCREEN', [slot('s', 20, 30, screen)], { kind: 'opening' }),
      session('HYBRID', [slot('y', 40, 50, both)], { kind: 'opening' }),
    ]);
    expect(agendaOf(published, own(day, [])).items.map(({ session: code }) => code)).toEqual(codes);
  });

  it.each<[Partial<Session>, boolean]>([
    [{ kind: 'opening' }, true],
    [{ kind: 'break' }, true],
    [{ kind: 'talk' }, false],
    [{ kind: 'opening', capacity: { 'in-person': 5, online: null } }, false],
    [{ kind: 'social', addOn: journey({}) }, false],
  ])('has %j by itself: %s', (more, expected) => expect(isForEveryone(session('X', [], more))).toBe(expected));

  it('puts what starts before the day changes into the day before', () => {
    const late = session('LATE', [slot('l', 60 * 18.5, 60 * 20, hall)]);
    const published = programme([late]);
    const { items } = agendaOf(
      { ...published, event: { ...published.event, dayChangeHour: 4 } },
      own('in-person', [booking('LATE', 'in-person')]),
    );
    expect(items.map((item) => [item.date, item.day])).toEqual([['2026-10-07', 'in-person']]);
  });
});

describe('effective mode', () => {
  const slotModes: (Mode | null)[] = ['in-person', 'online', 'hybrid', null];
  it('is told of every slot, choice and day, and is one in which the slot is held', () => {
    for (const mode of slotModes)
      for (const chosen of [...placeModes, null])
        for (const day of attendanceModes) {
          const effective = effectiveMode(mode, chosen, day);
          const held = mode === null ? [null] : mode === 'hybrid' ? [...placeModes, null] : [mode];
          expect(held).toContain(effective);
          if (mode === 'hybrid' && chosen !== null) expect(effective).toBe(chosen);
          if (mode === 'hybrid' && effective === null) expect([chosen, day]).toEqual([null, 'absent']);
        }
  });
});

describe('conflicts', () => {
  const bus = (meet: number, depart: number, from: number, to: number, back: number): Session =>
    session('BUS', [slot('bus', from, to, hall)], { addOn: journey({ meet, depart, return: back }) });

  it.each<[string, Session[], HeldBooking[], Partial<AgendaConflict>[]]>([
    [
      'two talks that share time',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 40, 90, hall)])],
      [booking('A', 'in-person'), booking('B', 'in-person')],
      [{ kind: 'overlap', slots: ['a', 'b'], startsAt: minutesIn(40), endsAt: minutesIn(60), isOnTheWay: false }],
    ],
    [
      'two talks back to back in one room',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 60, 90, hall)])],
      [booking('A', 'in-person'), booking('B', 'in-person')],
      [],
    ],
    [
      'a talk that ends after people gather and before the bus leaves',
      [session('A', [slot('a', 0, 25, hall)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'in-person'), booking('BUS', 'in-person')],
      [{ kind: 'travel', slots: ['a', 'bus'], minutesShort: 15, isMissed: false, isOnTheWay: false }],
    ],
    [
      'a talk that ends so late that the bus has left',
      [session('A', [slot('a', 0, 35, hall)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'in-person'), booking('BUS', 'in-person')],
      [{ kind: 'travel', slots: ['a', 'bus'], minutesShort: 25, isMissed: true }],
    ],
    [
      'the same for who goes their own way',
      [session('A', [slot('a', 0, 35, hall)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'in-person'), booking('BUS', 'in-person', { isOwnWay: true })],
      [],
    ],
    [
      'an online talk until the bus has left: it is followed on the way',
      [session('A', [slot('a', 0, 50, screen)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'online'), booking('BUS', 'in-person')],
      [{ kind: 'overlap', slots: ['a', 'bus'], isOnTheWay: true }],
    ],
    [
      'an online talk until after people are there',
      [session('A', [slot('a', 0, 70, screen)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'online'), booking('BUS', 'in-person')],
      [{ kind: 'overlap', slots: ['a', 'bus'], isOnTheWay: false }],
    ],
    [
      'an online talk just before people gather',
      [session('A', [slot('a', 0, 15, screen)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'online'), booking('BUS', 'in-person')],
      [{ kind: 'travel', slots: ['a', 'bus'], minutesShort: 5, isMissed: false, isOnTheWay: true }],
    ],
    [
      'an online talk on the way back',
      [session('A', [slot('a', 125, 160, screen)]), bus(20, 40, 60, 120, 140)],
      [booking('A', 'online'), booking('BUS', 'in-person')],
      [{ kind: 'overlap', slots: ['bus', 'a'], isOnTheWay: true }],
    ],
    [
      'what is only waited for',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 40, 90, hall)])],
      [booking('A', 'in-person'), booking('B', 'in-person', { status: 'waitlisted' })],
      [],
    ],
    [
      'a fallback beside what it stands in for, which is offered',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 40, 90, screen)])],
      [booking('A', 'in-person', { status: 'offered' }), booking('B', 'online', { insteadOf: 'booking-A' })],
      [],
    ],
    [
      'what was cancelled',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 40, 90, { ...hall, status: 'cancelled' })])],
      [booking('A', 'in-person'), booking('B', 'in-person')],
      [],
    ],
    [
      'a break',
      [session('A', [slot('a', 0, 60, hall)]), session('B', [slot('b', 40, 90, hall)], { kind: 'break' })],
      [booking('A', 'in-person')],
      [],
    ],
    [
      'simultaneous rooms of one session',
      [session('A', [slot('a1', 0, 60, hall), slot('a2', 0, 60, { roomId: 'room-2' })])],
      [booking('A', 'in-person')],
      [],
    ],
  ])('of %s', (_, sessions, bookings, expected) => {
    expect(agendaOf(programme(sessions), own('both', bookings)).conflicts).toMatchObject(expected);
  });

  it('have another name when a departure that was tight is missed', () => {
    const named = (ends: number): string[] => {
      const sessions = [session('A', [slot('a', 0, ends, hall)]), bus(20, 40, 60, 120, 140)];
      const { conflicts } = agendaOf(
        programme(sessions),
        own('both', [booking('A', 'in-person'), booking('BUS', 'in-person')]),
      );
      return conflicts.map(conflictName);
    };
    expect([25, 28, 35, 45].map(named)).toEqual([
      ['travel a bus'],
      ['travel a bus'],
      ['travel missed a bus'],
      ['overlap a bus'],
    ]);
  });

  it.each<[AttendanceMode, PlaceMode, boolean]>([
    ['online', 'in-person', true],
    ['online', 'online', false],
    ['in-person', 'online', false],
    ['both', 'in-person', false],
    ['absent', 'online', true],
  ])('of a day that is %s with something %s: %s', (day, mode, expected) => {
    const published = programme([session('A', [slot('a', 0, 60, both)])]);
    const { conflicts } = agendaOf(published, own(day, [booking('A', mode)]));
    expect(conflicts).toEqual(expected ? [{ kind: 'mode', slots: ['a'], sessions: ['A'], mode, day }] : []);
  });

  it('of two venues come from how far they are apart', () => {
    const venue = (id: string, latitude: number): Venue => ({
      id,
      name: { en: id },
      address: '',
      latitude,
      longitude: 24,
    });
    const places = (gap: number) => [
      session('A', [slot('a', 0, 60, { roomId: 'room-1' })]),
      session('B', [slot('b', 60 + gap, 200, { roomId: 'room-2' })]),
    ];
    const bookings = [booking('A', 'in-person'), booking('B', 'in-person')];
    const far = [venue('one', 57), venue('two', 57.1)];
    const minutes = estimateTravel(far[0], far[1]);
    expect(minutes).toBe(35);
    expect(agendaOf(programme(places(minutes), far), own('both', bookings)).conflicts).toEqual([]);
    expect(agendaOf(programme(places(minutes - 1), far), own('both', bookings)).conflicts).toMatchObject([
      { kind: 'travel', minutesShort: 1, isMissed: true },
    ]);
    expect(
      agendaOf(programme(places(0), [venue('one', 57), venue('one', 57)]), own('both', bookings)).conflicts,
    ).toEqual([]);
  });
});

describe('what can be done instead', () => {
  const terms = { fallbacks: new Map(), recorded: new Set<string>() };
  const insteadOf = (sessions: Session[], bookings: HeldBooking[], code: string, more: object = {}) => {
    const { rules, items } = agendaOf(programme(sessions), own('both', bookings));
    const item = items.find(({ session: one }) => one === code)!;
    return rules
      .alternativesOf(item, items, { ...terms, ...more }, minutesIn(-60))
      .map(({ kind, session: instead, mode, isOnTheWay }) => [
        kind,
        instead,
        mode,
        ...(isOnTheWay ? ['on the way'] : []),
      ]);
  };
  const clash = session('CLASH', [slot('x', 0, 60, hall)]);

  it('is a repeat that fits', () => {
    const sessions = [
      clash,
      session('A', [slot('a1', 30, 60, hall)]),
      session('A-2', [slot('a2', 90, 120, hall)], { alternativeOf: 'A' }),
      session('A-3', [slot('a3', 50, 80, hall)], { alternativeOf: 'A' }),
    ];
    const bookings = [booking('CLASH', 'in-person'), booking('A', 'in-person')];
    expect(insteadOf(sessions, bookings, 'A')).toEqual([['slot', 'A-2', 'in-person']]);
  });

  it('is its own online room where that can be followed, on the way too', () => {
    const bus = session('BUS', [slot('bus', 60, 120, hall)], { addOn: journey({ meet: 20, depart: 30, return: 150 }) });
    const talk = session('A', [slot('a', 0, 45, both)]);
    const bookings = [booking('BUS', 'in-person'), booking('A', 'in-person')];
    expect(insteadOf([bus, talk], bookings, 'A')).toEqual([['online', 'A', 'online', 'on the way']]);
    expect(insteadOf([clash, talk], [booking('CLASH', 'in-person'), booking('A', 'in-person')], 'A')).toEqual([]);
  });

  it('is its fallback, and the recording where one is promised', () => {
    const sessions = [clash, session('A', [slot('a', 30, 60, hall)]), session('TOUR', [slot('t', 200, 220, screen)])];
    const more = { fallbacks: new Map([['A', { session: 'TOUR', mode: 'online' }]]), recorded: new Set(['A']) };
    const bookings = [booking('CLASH', 'in-person'), booking('A', 'in-person')];
    expect(insteadOf(sessions, bookings, 'A', more)).toEqual([
      ['fallback', 'TOUR', 'online'],
      ['recording', 'A', 'online'],
    ]);
    expect(insteadOf(sessions, [...bookings, booking('TOUR', 'online')], 'A', more)).toEqual([
      ['recording', 'A', 'online'],
    ]);
  });

  it('is nothing that has begun', () => {
    const sessions = [
      clash,
      session('A', [slot('a', 30, 60, hall)]),
      session('A-2', [slot('a2', -90, -70, hall)], { alternativeOf: 'A' }),
    ];
    expect(insteadOf(sessions, [booking('CLASH', 'in-person'), booking('A', 'in-person')], 'A')).toEqual([]);
  });
});

describe('laws', () => {
  const choicesIn = (codes: readonly string[]): fc.Arbitrary<OwnChoices> =>
    fc.record({
      days: fc.dictionary(fc.constantFrom('2026-10-07', '2026-10-08'), fc.constantFrom(...attendanceModes)),
      bookings: fc
        .subarray([...codes])
        .chain((chosen) =>
          fc.tuple(...chosen.map((code) => fc.constantFrom(...placeModes).map((mode) => booking(code, mode)))),
        ),
      stars: fc.constant([]),
    });
  const arbitrary = arbitraryContent
    .map(firstProgramme)
    .chain((published) => fc.tuple(fc.constant(published), choicesIn(published.sessions.map(({ code }) => code))));
  const named = (conflicts: AgendaConflict[]): string[] => conflicts.map(conflictName);

  it('conflicts do not depend on the order of the items', () => {
    fc.assert(
      fc.property(arbitrary, fc.infiniteStream(fc.nat()), ([published, choices], order) => {
        const { rules, items, conflicts } = agendaOf(published, choices);
        const shuffled = items
          .map((item) => ({ item, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
        expect(rules.conflictsOf(shuffled)).toEqual(conflicts);
      }),
    );
  });

  it('an agenda where some sessions stand otherwise is that of a programme in which they do', () => {
    fc.assert(
      fc.property(arbitrary, fc.array(fc.nat(8)), fc.integer({ min: -300, max: 300 }), (drawn, numbers, minutes) => {
        const [published, choices] = drawn;
        const moved = (at: string): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
        const some = published.sessions.filter((_, index) => numbers.includes(index));
        const instead = new Map(
          some.map((one) => {
            const slots = one.slots.map((was) => ({
              ...was,
              startsAt: moved(was.startsAt),
              endsAt: moved(was.endsAt),
            }));
            return [one.code, { ...one, slots }];
          }),
        );
        const rules = makeAgendas(published);
        const sessions = published.sessions.map((one) => instead.get(one.code) ?? one);
        expect(rules.itemsWith(rules.itemsOf(choices), choices, instead)).toEqual(
          makeAgendas({ ...published, sessions }).itemsOf(choices),
        );
      }),
    );
  });

  it('conflicts that concern some sessions are those of all that name one', () => {
    fc.assert(
      fc.property(arbitrary, fc.array(fc.nat(8)), ([published, choices], numbers) => {
        const { rules, items, conflicts } = agendaOf(published, choices);
        const some = new Set(numbers.map((number) => `S${number}`));
        expect(rules.conflictsOf(items, some)).toEqual(
          conflicts.filter(({ sessions }) => sessions.some((code) => some.has(code))),
        );
      }),
    );
  });

  it('a conflict of two is there exactly while they share time or the way is too long', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 10, max: 120 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.boolean(),
        (from, length, gathering, riding, isOnline) => {
          const [start, end] = [150 + gathering + riding, 210 + gathering + riding];
          const [meet, depart, back] = [150, 150 + gathering, end + riding];
          const visit = session('VISIT', [slot('v', start, end, hall)], {
            addOn: journey({ meet, depart, return: back }),
          });
          const talk = session('TALK', [slot('t', from, from + length, isOnline ? screen : hall)]);
          const { conflicts } = agendaOf(
            programme([visit, talk]),
            own('both', [booking('VISIT', 'in-person'), booking('TALK', isOnline ? 'online' : 'in-person')]),
          );
          const overlaps = from < back && depart < from + length;
          const isShort = !overlaps && from + length <= depart && from + length + 10 > meet;
          const isShortBack = !overlaps && from >= back && (isOnline ? false : from < back + 10);
          expect(conflicts.map(({ kind }) => kind)).toEqual(
            overlaps ? ['overlap'] : isShort || isShortBack ? ['travel'] : [],
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('somebody’s agenda is the same made alone or among others', () => {
    fc.assert(
      fc.property(
        arbitrary.chain(([published, first]) =>
          fc.tuple(fc.constant(published), fc.constant(first), choicesIn(published.sessions.map(({ code }) => code))),
        ),
        ([published, first, second]) => {
          const shared = makeAgendas(published);
          const alone = (choices: OwnChoices): AgendaItem[] => makeAgendas(published).itemsOf(choices);
          expect([first, second, first].map((choices) => shared.itemsOf(choices))).toEqual(
            [first, second, first].map(alone),
          );
        },
      ),
    );
  });

  it('an alternative brings no new conflict but one that is on the way', () => {
    fc.assert(
      fc.property(arbitrary, ([published, choices]) => {
        const { rules, items, conflicts } = agendaOf(published, choices);
        const terms = { fallbacks: new Map(), recorded: new Set<string>() };
        for (const item of items)
          for (const { kind, session: instead, mode } of rules.alternativesOf(item, items, terms, minutesIn(-9999))) {
            const others = choices.bookings.filter(({ session: code }) => code !== item.session);
            const swapped = agendaOf(published, { ...choices, bookings: [...others, booking(instead, mode)] });
            const arisen = swapped.conflicts.filter((one) => !named(conflicts).includes(conflictName(one)));
            expect([kind, arisen.filter((one) => one.kind === 'mode' || !one.isOnTheWay)]).toEqual([kind, []]);
          }
      }),
    );
  });
});
