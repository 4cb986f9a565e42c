import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChanges } from './apply-change.js';
import { rowsOf, sessionsAfter, type PlannedMoves } from './live-change.js';
import { isOnlineForNow } from './mode.js';
import { beforeOnline, dayFates, planOnlineDay, planReturn, type DayChoice, type OnlineDayPlan } from './online-day.js';
import type { PlannedSlot, Programme, Slot } from './programme.js';
import { arbitraryProgramme, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';

const today = '2026-10-07';
const at = minutesIn(45);
const flood = { en: 'The hall is flooded' };

const place = (code: string, from: number, to: number, more: Partial<PlannedSlot> = {}) =>
  planned(code, from, to, {
    slots: [
      {
        id: `slot-${code}`,
        startsAt: minutesIn(from),
        endsAt: minutesIn(to),
        roomId: 'room-1',
        onlineRoomId: null,
        ...more,
      },
    ],
  });

const published = (...sessions: ReturnType<typeof planned>[]): Programme =>
  firstProgramme({ ...frame('Flood'), sessions, texts: { sessions: {}, speakers: {} } });

const withSlots = (programme: Programme, alter: (slot: Slot) => Slot): Programme => ({
  ...programme,
  sessions: programme.sessions.map((session) => ({ ...session, slots: session.slots.map(alter) })),
});

const after = (programme: Programme, moves: PlannedMoves): Programme => ({
  ...programme,
  sessions: sessionsAfter(programme.sessions, moves),
});

const plan = (programme: Programme, choices: DayChoice[] = [], now = at): OnlineDayPlan => {
  const answer = planOnlineDay(programme, today, choices, now, flood);
  if (!answer.ok) throw new Error(answer.detail);
  return answer;
};

const slotsOf = ({ sessions }: Programme): Slot[] => sessions.flatMap(({ slots }) => slots);

/** What stands, without what only counts or explains. */
const stand = (programme: Programme): object[] =>
  slotsOf(programme).map(({ version: _v, reason: _r, changedAt: _c, ...rest }) => rest);

describe('planOnlineDay', () => {
  const hybrid = place('A', 60, 90, { onlineRoomId: 'online-1' });
  const inPerson = place('A', 60, 90);
  const visit = planned('A', 60, 90, { addOn: plannedAddOn({ departAt: minutesIn(30) }) });
  const tour = { ...visit, slots: hybrid.slots };
  const twoRooms = planned('A', 60, 90, {
    slots: [
      { ...inPerson.slots[0]!, id: 'slot-A' },
      { ...hybrid.slots[0]!, id: 'slot-A2', roomId: 'room-2' },
    ],
  });
  const state = (values: Partial<Slot>): Programme => withSlots(published(hybrid), (slot) => ({ ...slot, ...values }));
  const choose = (to: DayChoice['to'], onlineRoomId?: string): DayChoice => ({ slot: 'slot-A', to, onlineRoomId });

  it.each<[string, Programme, DayChoice[], string]>([
    ['what is hybrid goes online', published(hybrid), [], 'online online-1'],
    ['or elsewhere online', published(hybrid), [choose('online', 'online-2')], 'online online-2'],
    ['or stays', published(hybrid), [choose('stay')], 'stay'],
    ['or is cancelled', published(hybrid), [choose('cancel')], 'cancel'],
    ['what is in person is to be chosen', published(inPerson), [], 'undecided'],
    ['also where only the mode is', published(inPerson), [choose('online')], 'undecided'],
    ['to an online room', published(inPerson), [choose('online', 'online-2')], 'online online-2'],
    ['that must be one', published(inPerson), [choose('online', 'room-2')], 'room.unknown'],
    ['a plenary shares the online room of its other slot', published(twoRooms), [], 'online online-1'],
    [
      'what nobody decided goes where its session goes beside it',
      published({
        ...inPerson,
        slots: [inPerson.slots[0]!, { ...inPerson.slots[0]!, id: 'slot-A2', roomId: 'room-2' }],
      }),
      [{ slot: 'slot-A2', to: 'online', onlineRoomId: 'online-2' }],
      'online online-2',
    ],
    ['a room that was taken away on the day is known', state({ onlineRoomId: null }), [], 'online online-1'],
    ['an add-on is to be chosen', published(visit), [], 'undecided'],
    ['and stays', published(visit), [choose('stay')], 'stay'],
    ['or is cancelled', published(visit), [choose('cancel')], 'cancel'],
    ['but does not go online', published(visit), [choose('online', 'online-1')], 'day.departs'],
    ['unless it is online too', published(tour), [], 'online online-1'],
    ['what is running goes too', state({ status: 'running', startsAt: minutesIn(40) }), [], 'online online-1'],
    ['what ended does not', state({ status: 'ended' }), [], 'untouched'],
    ['what was cancelled does not', state({ status: 'cancelled' }), [], 'untouched'],
    ['what is over by the clock does not', state({ startsAt: minutesIn(0), endsAt: at }), [], 'untouched'],
    ['what is online does not', state({ roomId: null }), [], 'untouched'],
    ['nor what is on another day', state({ startsAt: minutesIn(1500), endsAt: minutesIn(1530) }), [], 'untouched'],
    ['whatever is chosen for it', state({ status: 'ended' }), [choose('cancel')], 'untouched'],
  ])('%s', (_, programme, choices, expected) => {
    const answer = planOnlineDay(programme, today, choices, at, flood);
    if (!answer.ok) {
      expect(answer.code).toBe(expected);
      return;
    }
    const [first] = answer.day;
    const said =
      first === undefined ? 'untouched' : [first.to ?? 'undecided', first.onlineRoomId ?? ''].join(' ').trim();
    expect(said).toBe(expected);
  });

  it('takes away rooms, keeps times, says why, and publishes one row a slot', () => {
    const programme = published(hybrid, place('B', 90, 120));
    const rows = rowsOf(plan(programme, [{ slot: 'slot-B', to: 'cancel' }]));
    expect(rows).toMatchObject([
      {
        type: 'slot.moved',
        session: 'A',
        slot: { roomId: null, onlineRoomId: 'online-1', version: 2, startsAt: minutesIn(60) },
      },
      { type: 'slot.cancelled', session: 'B', slot: { status: 'cancelled', roomId: 'room-1', version: 2 } },
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual([flood, flood]);
    const followed = applyChanges(
      programme,
      rows.map((row, index) => ({ seq: programme.seq + 1 + index, at, ...row })),
    );
    expect(followed).toMatchObject({ sessions: [{ mode: 'online' }, { slots: [{ status: 'cancelled' }] }] });
  });

  it('knows what is online for now from what is planned so', () => {
    const [slot] = slotsOf(published(hybrid));
    const [online] = slotsOf(published(place('A', 0, 10, { roomId: null, onlineRoomId: 'online-1' })));
    expect(
      [slot!, { ...slot!, roomId: null }, { ...slot!, roomId: null, onlineRoomId: null }, online!].map(isOnlineForNow),
    ).toEqual([false, true, false, false]);
  });

  const arbitraryChoices = fc.array(
    fc.record({
      slot: fc.record({ a: fc.nat(8), b: fc.nat(1) }).map(({ a, b }) => `slot-${a}-${b}`),
      to: fc.constantFrom(...dayFates),
      onlineRoomId: fc.constantFrom('online-1', 'online-2', undefined),
    }),
    { maxLength: 20 },
  );
  const now = fc.integer({ min: -60, max: 700 }).map(minutesIn);
  const property = (
    check: (programme: Programme, answer: OnlineDayPlan, now: string, choices: DayChoice[]) => void,
  ): void =>
    fc.assert(
      fc.property(arbitraryProgramme, arbitraryChoices, now, (programme, choices, instant) => {
        const answer = planOnlineDay(programme, today, choices, instant, flood);
        if (answer.ok) check(programme, answer, instant, choices);
        else expect(['day.departs', 'room.unknown']).toContain(answer.code);
      }),
    );

  it('is total: of what a day has in person and ahead nothing is left out, and nothing else is touched', () => {
    property((programme, { day, slots }, instant) => {
      const moved = new Set(slots.map(({ slot }) => slot.id));
      const meant = slotsOf(programme).filter(
        ({ roomId, endsAt, status }) =>
          roomId !== null && endsAt > instant && (status === 'scheduled' || status === 'running'),
      );
      expect(day.map(({ slot }) => slot.id).sort()).toEqual(meant.map(({ id }) => id).sort());
      for (const { slot, to } of day) expect(moved.has(slot.id)).toBe(to === 'online' || to === 'cancel');
      expect(moved.size).toBe(slots.length);
    });
  });

  it('leaves nothing in person but what stays or is to be chosen, and done again does nothing more', () => {
    property((programme, answer, instant, choices) => {
      const then = after(programme, answer);
      const again = planOnlineDay(then, today, choices, instant, flood);
      expect(again).toMatchObject({ ok: true, slots: [] });
      const left = answer.day.filter(({ to }) => to === null || to === 'stay').map(({ slot }) => slot.id);
      expect(again.ok && again.day.map(({ slot }) => slot.id)).toEqual(left);
    });
  });

  it('is taken back exactly', () => {
    property((programme, answer, instant) => {
      const then = after(programme, answer);
      const back = planReturn(then, beforeOnline(programme, answer), instant, null);
      expect(stand(after(then, back))).toEqual(stand(programme));
      expect(planReturn(after(then, back), beforeOnline(programme, answer), instant, null).slots).toEqual([]);
    });
  });
});

describe('planReturn', () => {
  const programme = published(place('A', 60, 90, { onlineRoomId: 'online-1' }), place('B', 90, 120));
  const answer = plan(programme, [{ slot: 'slot-B', to: 'cancel' }]);
  const then = after(programme, answer);
  const back = (values: Partial<Slot>, now = at): string[] =>
    planReturn(
      withSlots(then, (slot) => (slot.id === 'slot-A' ? { ...slot, ...values } : slot)),
      beforeOnline(programme, answer),
      now,
      null,
    ).slots.map(({ session, type, slot }) => `${session} ${type} ${String(slot.roomId)} ${slot.startsAt}`);
  const B = `B slot.reinstated room-1 ${minutesIn(90)}`;

  it.each<[string, Partial<Slot>, string[]]>([
    ['gives rooms back and lets take place what was cancelled', {}, [`A slot.moved room-1 ${minutesIn(60)}`, B]],
    [
      'leaves what was delayed since as late as it is',
      { startsAt: minutesIn(70) },
      [`A slot.moved room-1 ${minutesIn(70)}`, B],
    ],
    ['leaves what has another room since', { onlineRoomId: 'online-2' }, [B]],
    ['leaves what was cancelled since', { status: 'cancelled' }, [B]],
    ['leaves what ended since', { status: 'ended' }, [B]],
  ])('%s', (_, values, expected) => {
    expect(back(values)).toEqual(expected);
  });

  it('touches nothing that is over', () => {
    expect(back({}, minutesIn(100))).toEqual([B]);
  });
});
