import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChanges } from './apply-change.js';
import { findConflicts, type Conflict } from './conflicts.js';
import { publishedAddOn } from './departure.js';
import { walkMinutes } from './travel.js';
import { planLiveChange, rowsOf, sessionsAfter, type LiveChangeCommand, type LiveChangePlan } from './live-change.js';
import type { AddOn, PlannedSession, Programme, PublishedAddOn, Slot } from './programme.js';
import { arbitraryProgramme, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';

const at = minutesIn(5);

const leaving = (departAt: string): AddOn => plannedAddOn({ meetAt: minutesIn(25), departAt });

const published = (...sessions: PlannedSession[]): Programme =>
  firstProgramme({ ...frame('Live'), sessions, texts: { sessions: {}, speakers: {} } });

/** The programme with some values of one slot replaced. */
function withSlot(programme: Programme, id: string, values: Partial<Slot>): Programme {
  const sessions = programme.sessions.map((session) => ({
    ...session,
    slots: session.slots.map((slot) => (slot.id === id ? { ...slot, ...values } : slot)),
  }));
  return { ...programme, sessions };
}

/** What becomes of slot `slot-A`, or why not. */
function outcome(programme: Programme, command: LiveChangeCommand): Partial<Slot> | string {
  const plan = planLiveChange(programme, 'slot-A', command, at, null);
  if (!plan.ok) return plan.code;
  const before = programme.sessions.flatMap(({ slots }) => slots).find(({ id }) => id === 'slot-A')!;
  const entries = Object.entries(plan.slots[0]!.slot).filter(([key, value]) => before[key as keyof Slot] !== value);
  return Object.fromEntries(entries.filter(([key]) => key !== 'version' && key !== 'changedAt'));
}

describe('planLiveChange for one slot', () => {
  const scheduled = published(planned('A', 0, 30));
  const state = (values: Partial<Slot>): Programme => withSlot(scheduled, 'slot-A', values);
  const running = state({ status: 'running' });
  const ended = state({ status: 'ended' });
  const cancelled = state({ status: 'cancelled' });
  const late = state({ startsAt: minutesIn(20), endsAt: minutesIn(50) });
  const delay = (minutes: number): LiveChangeCommand => ({ type: 'delay', minutes, cascade: false });
  const extend = (minutes: number): LiveChangeCommand => ({ type: 'extend', minutes, cascade: false });

  const cases: [string, Programme, LiveChangeCommand, Partial<Slot> | string][] = [
    ['delay', scheduled, delay(10), { startsAt: minutesIn(10), endsAt: minutesIn(40) }],
    ['delay by nothing', scheduled, delay(0), 'change.nothing'],
    ['delay of a running one', running, delay(10), 'slot.running'],
    ['delay of an ended one', ended, delay(10), 'slot.ended'],
    ['delay of a cancelled one', cancelled, delay(10), 'slot.cancelled'],
    ['catching up', late, delay(-5), { startsAt: minutesIn(15), endsAt: minutesIn(45) }],
    ['catching up beyond the plan', late, delay(-60), { startsAt: minutesIn(0), endsAt: minutesIn(30) }],
    ['catching up when on time', scheduled, delay(-5), 'change.nothing'],
    ['extend', running, extend(10), { endsAt: minutesIn(40) }],
    ['shorten', scheduled, extend(-10), { endsAt: minutesIn(20) }],
    ['shorten to nothing', scheduled, extend(-30), 'change.tooShort'],
    ['extend by nothing', scheduled, extend(0), 'change.nothing'],
    ['extend an ended one', ended, extend(10), 'slot.ended'],
    [
      'move to a time',
      scheduled,
      { type: 'move', startsAt: minutesIn(60) },
      { startsAt: minutesIn(60), endsAt: minutesIn(90) },
    ],
    ['move to a room', scheduled, { type: 'move', roomId: 'room-2' }, { roomId: 'room-2' }],
    ['move into both', scheduled, { type: 'move', onlineRoomId: 'online-1' }, { onlineRoomId: 'online-1' }],
    [
      'move online only',
      scheduled,
      { type: 'move', roomId: null, onlineRoomId: 'online-1' },
      { roomId: null, onlineRoomId: 'online-1' },
    ],
    ['move out of all rooms', scheduled, { type: 'move', roomId: null }, 'room.none'],
    ['move to where it is', scheduled, { type: 'move', roomId: 'room-1' }, 'change.nothing'],
    ['move to an unknown room', scheduled, { type: 'move', roomId: 'room-9' }, 'room.unknown'],
    ['move to a room of the other kind', scheduled, { type: 'move', roomId: 'online-1' }, 'room.unknown'],
    ['move to another time while it runs', running, { type: 'move', startsAt: minutesIn(60) }, 'slot.running'],
    ['move to another room while it runs', running, { type: 'move', roomId: 'room-2' }, { roomId: 'room-2' }],
    ['cancel', scheduled, { type: 'cancel' }, { status: 'cancelled' }],
    ['cancel twice', cancelled, { type: 'cancel' }, 'slot.cancelled'],
    ['reinstate', cancelled, { type: 'reinstate' }, { status: 'scheduled' }],
    ['reinstate what is on', scheduled, { type: 'reinstate' }, 'slot.notCancelled'],
    ['start', scheduled, { type: 'start' }, { status: 'running', startsAt: at }],
    [
      'start after the end was due',
      state({ startsAt: minutesIn(-60), endsAt: minutesIn(-30) }),
      { type: 'start' },
      { status: 'running', startsAt: at, endsAt: minutesIn(35) },
    ],
    ['start twice', running, { type: 'start' }, 'slot.running'],
    ['end', running, { type: 'end' }, { status: 'ended', endsAt: at }],
    [
      'end before the start',
      state({ status: 'running', startsAt: minutesIn(10) }),
      { type: 'end' },
      { status: 'ended', endsAt: minutesIn(10) },
    ],
    ['end what was not started', scheduled, { type: 'end' }, 'slot.notRunning'],
    ['end twice', ended, { type: 'end' }, 'slot.ended'],
  ];
  it.each(cases)('%s', (_, programme, command, expected) => {
    expect(outcome(programme, command)).toEqual(expected);
  });

  it('knows no slot of another programme', () => {
    expect(planLiveChange(scheduled, 'slot-Z', { type: 'cancel' }, at, null)).toMatchObject({
      ok: false,
      code: 'slot.unknown',
    });
  });

  it('does not catch up into what is still on in its room', () => {
    const programme = withSlot(published(planned('A', 30, 60), planned('B', 0, 30)), 'slot-A', {
      startsAt: minutesIn(50),
      endsAt: minutesIn(80),
    });
    const overrunning = withSlot(programme, 'slot-B', { status: 'running', endsAt: minutesIn(40) });
    expect(outcome(overrunning, { type: 'delay', minutes: -20, cascade: false })).toEqual({
      startsAt: minutesIn(40),
      endsAt: minutesIn(70),
    });
  });
});

describe('planLiveChange for a departure', () => {
  const coach = planned('C', 60, 90, { kind: 'visit', addOn: leaving(minutesIn(40)) });
  const programme = published(planned('A', 0, 30), coach);
  const reason = { en: 'The opening runs late.' };
  const hold = (of: Programme, minutes: number, slotId = 'slot-C') =>
    planLiveChange(of, slotId, { type: 'hold', minutes }, at, reason);
  const held = (minutes: number): PublishedAddOn => publishedAddOn(coach.addOn!, minutesIn(40 + minutes));
  /** The programme with its coach held already. */
  const withHeld = (minutes: number): Programme => ({
    ...programme,
    sessions: programme.sessions.map((session) =>
      session.code === 'C' ? { ...session, addOn: held(minutes) } : session,
    ),
  });

  it('holds it in one row with the new versions of its slots, whose times stay', () => {
    const [slot] = programme.sessions[1]!.slots;
    const plan = hold(programme, 10);
    expect(plan.ok && rowsOf(plan)).toEqual([
      {
        type: 'logistics.updated',
        session: 'C',
        addOn: held(10),
        slots: [{ ...slot, version: 2, reason, changedAt: at }],
        reason,
      },
    ]);
    expect(plan).toMatchObject({ clashes: [], missedDepartures: [] });
  });

  it.each<[string, Programme, string, string]>([
    ['cancelled', withSlot(programme, 'slot-C', { status: 'cancelled' }), 'slot-C', 'slot.cancelled'],
    ['running', withSlot(programme, 'slot-C', { status: 'running' }), 'slot-C', 'slot.running'],
    ['ended', withSlot(programme, 'slot-C', { status: 'ended' }), 'slot-C', 'slot.ended'],
    ['no add-on', programme, 'slot-A', 'departure.none'],
    ['unknown', programme, 'slot-Z', 'slot.unknown'],
  ])('refuses one of what is %s', (_, of, slotId, code) => {
    expect(hold(of, 10, slotId)).toMatchObject({ ok: false, code });
  });

  it('keeps saying why one of its slots was cancelled', () => {
    const slots = ['slot-C', 'slot-D'].map((id) => ({ ...coach.slots[0]!, id }));
    const why = { en: 'The cellar is flooded.' };
    const several = withSlot(published({ ...coach, slots }), 'slot-C', { status: 'cancelled', reason: why });
    const plan = hold(several, 10, 'slot-D');
    expect(plan.ok && rowsOf(plan)).toMatchObject([
      {
        reason,
        slots: [
          { id: 'slot-C', reason: why, version: 2 },
          { id: 'slot-D', reason, version: 2 },
        ],
      },
    ]);
  });

  it('lets an overrun reach what is held, and names what leaves without its people when the hold is taken back', () => {
    const late = (of: Programme) =>
      planLiveChange(of, 'slot-A', { type: 'extend', minutes: 15, cascade: false }, at, null);
    const missed = { session: 'C', because: 'A', endsAt: minutesIn(45) };
    expect(late(programme)).toMatchObject({ missedDepartures: [{ ...missed, departAt: minutesIn(40) }] });
    // There were ten minutes for the walk: so there must be.
    expect(late(withHeld(14))).toMatchObject({ missedDepartures: [{ ...missed, departAt: minutesIn(54) }] });
    expect(late(withHeld(15))).toMatchObject({ missedDepartures: [] });
    const overrun = withSlot(withHeld(10), 'slot-A', { endsAt: minutesIn(45) });
    expect(hold(overrun, -5)).toMatchObject({ missedDepartures: [] });
    expect(hold(overrun, -10)).toMatchObject({ missedDepartures: [{ ...missed, departAt: minutesIn(40) }] });
    const cancelled = withSlot(overrun, 'slot-A', { status: 'cancelled' });
    expect(hold(cancelled, -10)).toMatchObject({ ok: true, missedDepartures: [] });
  });
});

describe('planLiveChange for those that depend on it', () => {
  const reason = { en: 'The bus was late.' };
  const programme = published(
    planned('A', 0, 30),
    planned('B', 30, 60),
    planned('C', 60, 90, { kind: 'visit', addOn: leaving(minutesIn(35)) }),
    planned('D', 0, 30, {
      slots: [{ id: 'slot-D', startsAt: minutesIn(0), endsAt: minutesIn(60), roomId: 'room-2', onlineRoomId: null }],
    }),
  );
  const plan = planLiveChange(programme, 'slot-A', { type: 'delay', minutes: 10, cascade: true }, at, reason);

  it('lists the after-image of each, with the cause, the reason and the next version', () => {
    const [slotA, slotB] = programme.sessions.flatMap(({ slots }) => slots);
    expect(plan.ok && plan.slots).toEqual([
      {
        session: 'A',
        type: 'slot.delayed',
        causedBy: null,
        slot: { ...slotA, version: 2, startsAt: minutesIn(10), endsAt: minutesIn(40), reason, changedAt: at },
      },
      {
        session: 'B',
        type: 'slot.delayed',
        causedBy: 'A',
        slot: { ...slotB, version: 2, startsAt: minutesIn(40), endsAt: minutesIn(70), reason, changedAt: at },
      },
    ]);
  });

  it('names the departure that is missed, and leaves it', () => {
    expect(plan.ok && plan.missedDepartures).toEqual([
      { session: 'C', departAt: minutesIn(35), because: 'A', endsAt: minutesIn(40) },
    ]);
  });

  it('names the clash that arises', () => {
    expect(plan.ok && plan.clashes).toEqual([
      {
        kind: 'room',
        id: 'room-1',
        slots: ['slot-B', 'slot-C'],
        sessions: ['B', 'C'],
        startsAt: minutesIn(60),
        endsAt: minutesIn(70),
      },
    ]);
  });

  it('moves nothing else without cascade', () => {
    const alone = planLiveChange(programme, 'slot-A', { type: 'delay', minutes: 10, cascade: false }, at, null);
    expect(alone.ok && alone.slots.map(({ session }) => session)).toEqual(['A']);
    expect(alone.ok && alone.clashes.map(({ sessions }) => sessions)).toEqual([['A', 'B']]);
  });

  it('does not name a clash again that was there before', () => {
    const overlapping = published(planned('A', 0, 30), planned('B', 20, 60));
    const delayed = planLiveChange(overlapping, 'slot-A', { type: 'delay', minutes: 5, cascade: true }, at, null);
    expect(delayed.ok && delayed.clashes).toEqual([]);
  });
});

const arbitraryCommand = fc.oneof<fc.Arbitrary<LiveChangeCommand>[]>(
  fc.record({ type: fc.constant('delay'), minutes: fc.integer({ min: -60, max: 90 }), cascade: fc.boolean() }),
  fc.record({ type: fc.constant('extend'), minutes: fc.integer({ min: -60, max: 90 }), cascade: fc.boolean() }),
  fc.record(
    {
      type: fc.constant('move'),
      startsAt: fc.integer({ min: 0, max: 600 }).map(minutesIn),
      roomId: fc.constantFrom('room-1', 'room-2', null),
      onlineRoomId: fc.constantFrom('online-1', null),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constantFrom('cancel', 'reinstate', 'start', 'end') }),
  fc.record({ type: fc.constant('hold'), minutes: fc.integer({ min: -60, max: 90 }) }),
);

/** A plan that was not refused, and its programme. */
const arbitraryPlan = fc
  .tuple(arbitraryProgramme, fc.nat(), arbitraryCommand, fc.integer({ min: 0, max: 700 }).map(minutesIn))
  .map(([programme, choice, command, now]) => {
    const slots = programme.sessions.flatMap((session) => session.slots);
    const slot = slots[choice % Math.max(1, slots.length)];
    const plan = planLiveChange(programme, slot?.id ?? '', command, now, { en: 'why' });
    return { programme, plan, now };
  })
  .filter((drawn): drawn is { programme: Programme; plan: LiveChangePlan; now: string } => drawn.plan.ok);

describe('planLiveChange for two slots that are swapped', () => {
  const short = planned('A', 0, 30);
  const long = planned('B', 60, 120);
  long.slots[0]!.roomId = 'room-2';
  long.slots[0]!.onlineRoomId = 'online-1';
  const both = published(short, long);
  const swap: LiveChangeCommand = { type: 'swap', withSlot: 'slot-B' };

  it('exchanges starts and rooms, and each keeps its length', () => {
    const plan = planLiveChange(both, 'slot-A', swap, at, { en: 'why' });
    if (!plan.ok) throw new Error(plan.code);
    const stands = plan.slots.map(({ session, type, causedBy, slot }) => {
      const { startsAt, endsAt, roomId, onlineRoomId, version, reason } = slot;
      return { session, type, causedBy, startsAt, endsAt, roomId, onlineRoomId, version, reason };
    });
    const moved = { type: 'slot.moved', causedBy: null, version: 2, reason: { en: 'why' } };
    expect(stands).toEqual([
      {
        ...moved,
        session: 'A',
        startsAt: minutesIn(60),
        endsAt: minutesIn(90),
        roomId: 'room-2',
        onlineRoomId: 'online-1',
      },
      { ...moved, session: 'B', startsAt: minutesIn(0), endsAt: minutesIn(60), roomId: 'room-1', onlineRoomId: null },
    ]);
    expect(plan.clashes).toEqual([]);
  });

  it('says with what each was swapped, until they are swapped back or moved', () => {
    const after = (programme: Programme, command: LiveChangeCommand): Programme => {
      const plan = planLiveChange(programme, 'slot-A', command, at, null);
      if (!plan.ok) throw new Error(plan.code);
      return { ...programme, sessions: sessionsAfter(programme.sessions, plan) };
    };
    const named = ({ sessions }: Programme): unknown =>
      sessions.map(({ slots: [slot] }) => [slot!.id, slot!.swappedWith ?? null]);
    const swapped = after(both, swap);
    expect(named(swapped)).toEqual([
      ['slot-A', 'B'],
      ['slot-B', 'A'],
    ]);
    expect(named(after(swapped, { type: 'delay', minutes: 5, cascade: false }))).toEqual(named(swapped));
    expect(named(after(swapped, swap))).toEqual(named(both));
    expect(named(after(swapped, { type: 'move', startsAt: minutesIn(200) }))).toEqual([
      ['slot-A', null],
      ['slot-B', 'A'],
    ]);
  });

  it('shows the clash that a longer one makes in its new place', () => {
    const plan = planLiveChange(published(short, long, planned('C', 40, 50)), 'slot-A', swap, at, null);
    if (!plan.ok) throw new Error(plan.code);
    expect(plan.clashes.map(({ kind, id, slots }) => [kind, id, slots.toSorted()])).toEqual([
      ['room', 'room-1', ['slot-B', 'slot-C']],
    ]);
  });

  it.each<[string, Programme, string]>([
    ['what is not there', withSlot(both, 'slot-B', { id: 'other' }), 'slot.unknown'],
    ['what is on', withSlot(both, 'slot-B', { status: 'running' }), 'slot.running'],
    ['what is over', withSlot(both, 'slot-B', { status: 'ended' }), 'slot.ended'],
    ['what is cancelled', withSlot(both, 'slot-B', { status: 'cancelled' }), 'slot.cancelled'],
    ['another while it is on', withSlot(both, 'slot-A', { status: 'running' }), 'slot.running'],
    ['what stands beside it', published(short, planned('B', 0, 50)), 'change.nothing'],
    ['what departs', published(short, { ...long, addOn: leaving(minutesIn(30)) }), 'swap.departs'],
  ])('refuses to swap with %s', (_, programme, code) => {
    const plan = planLiveChange(programme, 'slot-A', swap, at, null);
    expect(plan.ok ? plan.slots : plan.code).toBe(code);
  });
});

const named = ({ kind, id, slots }: Conflict): string => [kind, id, ...slots.toSorted()].join(' ');

describe('planLiveChange, whatever the programme', () => {
  it('previews exactly what applying its changes makes: slots, and the clashes that were not there before', () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ programme, plan, now }) => {
        const changes = rowsOf(plan).map((row, index) => ({ ...row, seq: programme.seq + 1 + index, at: now }));
        const after = applyChanges(programme, changes);
        if (after === 'refetch') throw new Error('A live change never needs a new snapshot.');
        const images = new Map(plan.slots.map(({ slot }) => [slot.id, slot]));
        const slotsOf = ({ sessions }: Programme): Slot[] => sessions.flatMap(({ slots }) => slots);
        expect(images.size).toBe(plan.slots.length);
        expect(slotsOf(after)).toEqual(slotsOf(programme).map((slot) => images.get(slot.id) ?? slot));
        const { logistics } = plan;
        expect(after.sessions.map(({ addOn }) => addOn)).toEqual(
          programme.sessions.map(({ code, addOn }) => (logistics?.session === code ? logistics.addOn : addOn)),
        );
        const before = new Set(findConflicts(programme.sessions).map(named));
        const arisen = findConflicts(after.sessions).filter((conflict) => !before.has(named(conflict)));
        expect(plan.clashes).toEqual(arisen);
      }),
    );
  });

  it('raises each version by one, keeps every plan, never turns times round, and never moves a departure along', () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ programme, plan, now }) => {
        const before = new Map(
          programme.sessions.flatMap(({ addOn, slots }) => slots.map((slot) => [slot.id, { slot, addOn }])),
        );
        for (const { slot, causedBy } of plan.slots) {
          const was = before.get(slot.id)!;
          expect(slot).toMatchObject({
            version: was.slot.version + 1,
            changedAt: now,
            plannedStartsAt: was.slot.plannedStartsAt,
            plannedEndsAt: was.slot.plannedEndsAt,
            plannedRoomId: was.slot.plannedRoomId,
            plannedOnlineRoomId: was.slot.plannedOnlineRoomId,
          });
          expect(slot.startsAt <= slot.endsAt).toBe(true);
          if (causedBy !== null) expect(was.addOn).toBeNull();
        }
      }),
    );
  });

  it('names the departures that were reached before it and are not after it, and only these', () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ programme, plan, now }) => {
        const rows = rowsOf(plan).map((row, index) => ({ ...row, seq: programme.seq + 1 + index, at: now }));
        const after = applyChanges(programme, rows);
        if (after === 'refetch') throw new Error('A live change never needs a new snapshot.');
        const departures = programme.sessions
          .filter(({ slots }) => slots.some(({ status }) => status === 'scheduled'))
          .map(({ code }) => code);
        /** By departure and slot, how many minutes who sits in the slot has until it leaves. */
        const gaps = ({ sessions }: Programme): number[] =>
          departures.flatMap((departure) =>
            sessions.flatMap(({ code, slots }) =>
              slots.map(({ endsAt }) => {
                const departAt = sessions.find((session) => session.code === departure)!.addOn?.departAt ?? null;
                return code === departure || departAt === null
                  ? Infinity
                  : (Date.parse(departAt) - Date.parse(endsAt)) / 60_000;
              }),
            ),
          );
        const pairs = departures.flatMap((departure) =>
          after.sessions.flatMap(({ code, slots }) => slots.map(({ status }) => ({ departure, code, status }))),
        );
        const [before, then] = [gaps(programme), gaps(after)];
        const lost = pairs.filter(({ status }, index) => {
          const [had, has] = [before[index]!, then[index]!];
          return status !== 'cancelled' && ((had >= 0 && has < 0) || (had >= walkMinutes && has < walkMinutes));
        });
        expect(plan.missedDepartures.map(({ session, because }) => [session, because]).sort()).toEqual(
          lost.map(({ departure, code }) => [departure, code]).sort(),
        );
      }),
    );
  });
});
