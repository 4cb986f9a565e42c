import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planMoves, sessionsAfter, type LiveChangeCommand } from './live-change.js';
import type { Programme, Session, Slot } from './programme.js';
import { arbitraryProgramme, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';
import { undoOf } from './undo.js';

const at = minutesIn(5);

const coach = planned('A', 60, 90, { addOn: plannedAddOn({ departAt: minutesIn(30) }) });
const published = (...sessions: Parameters<typeof planned>[]): Programme =>
  firstProgramme({
    ...frame('Undo'),
    sessions: sessions.map((one) => planned(...one)),
    texts: { sessions: {}, speakers: {} },
  });

const slotsOf = (sessions: readonly Session[]): Slot[] => sessions.flatMap(({ slots }) => slots);

function afterChange(programme: Programme, slotId: string, command: LiveChangeCommand): Programme | null {
  const moves = planMoves(programme, slotId, command, at, null);
  return moves.ok ? { ...programme, sessions: sessionsAfter(programme.sessions, moves) } : null;
}

function undo(programme: Programme, command: LiveChangeCommand): LiveChangeCommand | null {
  const after = afterChange(programme, 'slot-A', command);
  if (after === null) throw new Error(`${command.type} is refused`);
  return undoOf(command, 'slot-A', programme, after, at);
}

describe('undoOf', () => {
  const alone = published(['A', 0, 30]);
  const chain = published(['A', 0, 30], ['B', 30, 60]);
  const travelling = firstProgramme({ ...frame('Undo'), sessions: [coach], texts: { sessions: {}, speakers: {} } });
  const state = (values: Partial<Slot>): Programme => ({
    ...alone,
    sessions: alone.sessions.map((one) => ({ ...one, slots: one.slots.map((slot) => ({ ...slot, ...values })) })),
  });

  it.each<[string, Programme, LiveChangeCommand, LiveChangeCommand | null]>([
    ['a delay', alone, { type: 'delay', minutes: 10, cascade: false }, { type: 'delay', minutes: -10, cascade: false }],
    [
      'a delay with what follows',
      chain,
      { type: 'delay', minutes: 10, cascade: true },
      { type: 'delay', minutes: -10, cascade: true },
    ],
    [
      'catching up from before the plan',
      state({ startsAt: minutesIn(-20), endsAt: minutesIn(10) }),
      { type: 'delay', minutes: 10, cascade: false },
      { type: 'move', startsAt: minutesIn(-20) },
    ],
    [
      'an extension',
      chain,
      { type: 'extend', minutes: 5, cascade: true },
      { type: 'extend', minutes: -5, cascade: true },
    ],
    [
      'another room',
      state({ status: 'running' }),
      { type: 'move', roomId: 'room-2' },
      { type: 'move', roomId: 'room-1', onlineRoomId: null },
    ],
    [
      'another time',
      alone,
      { type: 'move', startsAt: minutesIn(60) },
      { type: 'move', startsAt: minutesIn(0), roomId: 'room-1', onlineRoomId: null },
    ],
    ['a swap', chain, { type: 'swap', withSlot: 'slot-B' }, { type: 'swap', withSlot: 'slot-B' }],
    ['a hold', travelling, { type: 'hold', minutes: 10 }, { type: 'hold', minutes: -10 }],
    ['a cancellation', alone, { type: 'cancel' }, { type: 'reinstate' }],
    ['a cancellation of what is on', state({ status: 'running' }), { type: 'cancel' }, null],
    ['a reinstatement', state({ status: 'cancelled' }), { type: 'reinstate' }, { type: 'cancel' }],
    ['a start', alone, { type: 'start' }, null],
    ['an end', state({ status: 'running' }), { type: 'end' }, null],
  ])('tells what takes back %s', (_, programme, command, expected) => {
    expect(undo(programme, command)).toEqual(expected);
  });

  it('takes nothing back of a slot that it does not know', () => {
    expect(undoOf({ type: 'cancel' }, 'slot-Z', alone, alone, at)).toBeNull();
  });

  const arbitraryCommand = fc.oneof<fc.Arbitrary<LiveChangeCommand>[]>(
    fc.record({ type: fc.constant('delay'), minutes: fc.integer({ min: -60, max: 90 }), cascade: fc.boolean() }),
    fc.record({ type: fc.constant('extend'), minutes: fc.integer({ min: -60, max: 90 }), cascade: fc.boolean() }),
    fc.record({ type: fc.constant('hold'), minutes: fc.integer({ min: -20, max: 60 }) }),
    fc.record({ type: fc.constant('move'), roomId: fc.constantFrom('room-1', 'room-2', null) }),
    fc.record({ type: fc.constantFrom('cancel' as const, 'reinstate' as const, 'start' as const, 'end' as const) }),
    fc.record({ type: fc.constant('swap'), withSlot: fc.constant('') }),
  );

  it('puts every slot and departure back where it stood', () => {
    fc.assert(
      fc.property(
        arbitraryProgramme,
        fc.nat(),
        fc.nat(),
        arbitraryCommand,
        (programme, drawn, second, drawnCommand) => {
          const slots = slotsOf(programme.sessions);
          fc.pre(slots.length > 0);
          const { id } = slots[drawn % slots.length]!;
          const command: LiveChangeCommand =
            drawnCommand.type === 'swap' ? { type: 'swap', withSlot: slots[second % slots.length]!.id } : drawnCommand;
          const after = afterChange(programme, id, command);
          fc.pre(after !== null);
          const taken = undoOf(command, id, programme, after, at);
          fc.pre(taken !== null);
          const again = afterChange(after, id, taken);
          const stand = ({ sessions }: Programme): object[] =>
            sessions.map(({ addOn, slots: own }) => ({
              addOn,
              own: own.map(({ version: _v, reason: _r, changedAt: _c, ...rest }) => rest),
            }));
          expect(stand(again!)).toEqual(stand(programme));
        },
      ),
    );
  });
});
