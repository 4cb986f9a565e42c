import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { doorDay, placeAtDoor, replacesMark, saidAt, telephonesUntil } from './attendance.js';

describe('a place at the door', () => {
  const free = { capacity: 10, taken: 9, waiting: 0 };
  const full = { capacity: 10, taken: 10, waiting: 0 };
  const queued = { capacity: 10, taken: 9, waiting: 1 };
  const unlimited = { capacity: null, taken: 500, waiting: 0 };
  it.each([
    ['session', free, '', 'given'],
    ['session', free, 'speaker', 'given'],
    ['session', full, '', 'reason missing'],
    ['session', full, '   ', 'reason missing'],
    ['session', full, 'speaker', 'given over'],
    ['session', queued, '', 'reason missing'],
    ['session', queued, 'speaker', 'given over'],
    ['day', full, '', 'reason missing'],
    ['day', full, 'speaker', 'given over'],
    ['event', unlimited, '', 'given'],
    ['seat', free, '', 'given'],
    ['seat', full, '', 'no seat'],
    ['seat', full, 'speaker', 'no seat'],
    ['seat', queued, 'speaker', 'no seat'],
    ['seat', { capacity: 0, taken: 0, waiting: 0 }, 'speaker', 'no seat'],
  ] as const)('of the %s with %j for "%s" is %s', (scope, pool, reason, wanted) => {
    expect(placeAtDoor(scope, pool, reason)).toBe(wanted);
  });

  it('is never a seat that is not there, whatever is said', () => {
    const number = fc.nat({ max: 60 });
    fc.assert(
      fc.property(number, number, number, fc.string(), (capacity, taken, waiting, reason) => {
        const given = placeAtDoor('seat', { capacity, taken, waiting }, reason);
        expect(given === 'given').toBe(taken < capacity && waiting === 0);
        expect(given).not.toBe('given over');
      }),
    );
  });
});

describe('what was said of somebody', () => {
  const at = (minute: number): { at: string } => ({ at: new Date(Date.UTC(2026, 9, 8, 8, minute)).toISOString() });
  it.each([
    ['nothing was said before', null, at(0), true],
    ['it was said later', at(0), at(1), true],
    ['it was said earlier and came late', at(1), at(0), false],
    ['it is the same again', at(1), at(1), false],
  ])('holds or not: %s', (_, held, told, wanted) => {
    expect(replacesMark(held, told)).toBe(wanted);
  });

  it('ends with the latest, in whatever order it comes', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1 });
    fc.assert(
      fc.property(minutes, (said) => {
        let held: { at: string } | null = null;
        for (const minute of said) if (replacesMark(held, at(minute))) held = at(minute);
        expect(held).toEqual(at(Math.max(...said)));
      }),
    );
  });

  it('was not said in the future', () => {
    const now = '2026-10-08T08:00:00.000Z';
    expect(saidAt('2026-10-08T07:59:00Z', now)).toBe('2026-10-08T07:59:00.000Z');
    expect(saidAt('2026-10-08T11:00:00+03:00', now)).toBe(now);
    expect(saidAt('2027-01-01T00:00:00Z', now)).toBe(now);
  });
});

it('keeps telephones for the seventh day after the event, in its zone', () => {
  const event = { lastDay: '2026-10-22', zone: 'Europe/Riga', dayChangeHour: 4 };
  expect(telephonesUntil(event)).toBe('2026-10-30T02:00:00.000Z');
});

describe('the day of a door', () => {
  const days = [{ date: '2026-10-07' }, { date: '2026-10-08' }, { date: '2026-10-10' }];
  it.each([
    ['2026-10-01', '2026-10-07'],
    ['2026-10-07', '2026-10-07'],
    ['2026-10-08', '2026-10-08'],
    ['2026-10-09', '2026-10-08'],
    ['2026-12-01', '2026-10-10'],
  ])('on %s is %s', (today, wanted) => expect(doorDay(days, today)).toBe(wanted));
  it('is none where there are no days', () => expect(doorDay([], '2026-10-07')).toBeNull());
});
