import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planMoves, sessionsAfter } from './live-change.js';
import type { Item, Programme, Slot, Turn } from './programme.js';
import { firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned } from './testing/planned-session.js';
import { itemOn, itemTimes, nextTurn, turnsAt } from './turns.js';
import { undoOf } from './undo.js';

const item = (minutes: number): Item => ({ title: { en: `${minutes} min` }, speakerId: null, minutes });

describe('itemTimes', () => {
  const times = itemTimes({ startsAt: minutesIn(10) }, [
    { title: {}, speakerId: null, minutes: 5 },
    { title: {}, speakerId: null, minutes: 10 },
  ]);

  it.each([
    ['share what the others leave', [0, 10, 0], 40, ['10-25', '25-35', '35-50']],
    ['have no time where the others leave none', [0, 20], 20, ['10-10', '10-30']],
  ])('of which no length is said %s', (_, minutes, length, expected) => {
    const slot = { startsAt: minutesIn(10), endsAt: minutesIn(10 + length) };
    const inMinutes = (at: string): number => (Date.parse(at) - Date.parse(minutesIn(0))) / 60_000;
    const shared = itemTimes(slot, minutes.map(item));
    expect(shared.map(({ startsAt, endsAt }) => `${inMinutes(startsAt)}-${inMinutes(endsAt)}`)).toEqual(expected);
  });

  it('puts items one after another from the actual start', () => {
    expect(times).toEqual([
      { index: 0, startsAt: minutesIn(10), endsAt: minutesIn(15) },
      { index: 1, startsAt: minutesIn(15), endsAt: minutesIn(25) },
    ]);
  });

  it.each([
    [9, null],
    [10, 0],
    [15, 1],
    [25, null],
  ])('at minute %i is item %s on', (minute, index) => {
    expect(itemOn(times, minutesIn(minute))?.index ?? null).toBe(index);
  });
});

const three = [item(5), item(10), item(5)];
const slot = (turn?: Turn): Pick<Slot, 'startsAt' | 'turn'> => ({
  startsAt: minutesIn(0),
  ...(turn === undefined ? {} : { turn }),
});

describe('turnsAt', () => {
  it.each<[string, Turn | undefined, number, number | null, number | null]>([
    ['by the clock', undefined, 6, 1, 2],
    ['by the clock, when the last is on', undefined, 16, 2, null],
    ['by the clock, after the last', undefined, 20, null, null],
    ['as it was said, though the clock says otherwise', { item: 0, startedAt: minutesIn(1) }, 30, 0, 1],
    ['by the clock where the item is gone', { item: 7, startedAt: minutesIn(1) }, 1, 0, 1],
  ])('%s', (_, turn, at, now, next) => {
    const turns = turnsAt(slot(turn), three, minutesIn(at));
    expect([turns.now?.index ?? null, turns.next?.index ?? null]).toEqual([now, next]);
  });

  it('counts what follows from when the turn began', () => {
    expect(turnsAt(slot({ item: 1, startedAt: minutesIn(12) }), three, minutesIn(13)).next).toEqual({
      index: 2,
      startsAt: minutesIn(22),
      endsAt: minutesIn(27),
    });
  });
});

describe('nextTurn', () => {
  const second = { item: 1, startedAt: minutesIn(9) };
  it.each<[string, Turn | undefined, number | null | undefined, ReturnType<typeof nextTurn>]>([
    ['the one that follows by the clock', undefined, undefined, { item: 2, startedAt: minutesIn(10) }],
    [
      'the one that follows what was said',
      { item: 0, startedAt: minutesIn(0) },
      undefined,
      { item: 1, startedAt: minutesIn(10) },
    ],
    ['one that is named', second, 0, { item: 0, startedAt: minutesIn(10) }],
    ['by the clock again', second, null, null],
    ['by the clock, as it goes', undefined, null, 'change.nothing'],
    ['the same again', second, 1, 'change.nothing'],
    ['one that there is not', second, 3, 'turn.unknown'],
    ['after the last', { item: 2, startedAt: minutesIn(9) }, undefined, 'turn.unknown'],
  ])('%s', (_, turn, wanted, expected) => {
    expect(nextTurn(slot(turn), three, wanted, minutesIn(10))).toEqual(expected);
  });

  it('is refused where nobody speaks in turn', () => {
    expect(nextTurn(slot(), [item(5)], 0, minutesIn(1))).toBe('turn.none');
  });
});

describe('the live change next', () => {
  const programme = (turn?: Turn, status: Slot['status'] = 'running'): Programme => {
    const first = firstProgramme({
      ...frame('Turns'),
      sessions: [planned('A', 0, 30, { items: three })],
      texts: { sessions: {}, speakers: {} },
    });
    return {
      ...first,
      sessions: first.sessions.map((session) => ({
        ...session,
        slots: session.slots.map((one) => ({ ...one, status, reason: { en: 'Late' }, ...(turn && { turn }) })),
      })),
    };
  };
  const after = (before: Programme, wanted: number | null): Programme | null => {
    const moves = planMoves(before, 'slot-A', { type: 'next', item: wanted }, minutesIn(10), null);
    return moves.ok ? { ...before, sessions: sessionsAfter(before.sessions, moves) } : null;
  };
  const slotOf = ({ sessions }: Programme): Slot => sessions[0]!.slots[0]!;

  it('takes a new version, keeps times and why they differ, and says whose turn it is', () => {
    const before = programme();
    const was = slotOf(before);
    expect(slotOf(after(before, 1)!)).toEqual({
      ...was,
      version: was.version + 1,
      changedAt: minutesIn(10),
      turn: { item: 1, startedAt: minutesIn(10) },
    });
  });

  it.each<[Slot['status'], string]>([
    ['scheduled', 'slot.notRunning'],
    ['ended', 'slot.ended'],
    ['cancelled', 'slot.cancelled'],
  ])('is refused of what is %s', (status, code) => {
    expect(planMoves(programme(undefined, status), 'slot-A', { type: 'next' }, minutesIn(10), null)).toMatchObject({
      ok: false,
      code,
    });
  });

  it('goes one forward at a time without a name, and undoing it is the turn before', () => {
    const turn = fc.option(
      fc.nat(2).map((one): Turn => ({ item: one, startedAt: minutesIn(1) })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(turn, fc.option(fc.nat(2)), (held, wanted) => {
        const before = programme(held);
        const changed = after(before, wanted);
        if (changed === null) {
          expect(wanted).toBe(held?.item ?? null);
          return;
        }
        const back = undoOf({ type: 'next', item: wanted }, 'slot-A', before, changed, minutesIn(11));
        expect(back).toEqual({ type: 'next', item: held?.item ?? null });
        expect(slotOf(after(changed, held?.item ?? null)!).turn?.item).toBe(held?.item);
      }),
    );
  });
});
