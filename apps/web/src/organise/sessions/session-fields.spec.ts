import { describe, expect, it } from '@jest/globals';
import { blankAddOn, instantFrom, isInOrder, wallTimeOf } from './session-fields.js';

describe('times of a journey', () => {
  it.each([
    ['2026-10-08T06:30:00.000Z', 'Europe/Riga', '2026-10-08T09:30'],
    // After the clocks went back.
    ['2026-10-25T06:30:00.000Z', 'Europe/Riga', '2026-10-25T08:30'],
    ['2026-10-08T06:30:00.000Z', 'Atlantic/Azores', '2026-10-08T06:30'],
  ])('%s in %s is %s on the wall, and back', (at, zone, wall) => {
    expect(wallTimeOf(at, zone)).toBe(wall);
    expect(instantFrom(wall, zone)).toBe(at);
  });

  it.each(['', '2026-10-08', 'x'])('%j is no time', (text) => expect(instantFrom(text, 'Europe/Riga')).toBeNull());

  it.each([
    [{}, true],
    [{ meetAt: '2026-10-08T06:00:00.000Z', returnAt: '2026-10-08T05:00:00.000Z' }, false],
    [{ meetAt: '2026-10-08T06:00:00.000Z', departAt: '2026-10-08T06:00:00.000Z' }, true],
    [{ departAt: '2026-10-08T06:00:00.000Z', returnAt: '2026-10-08T05:59:00.000Z' }, false],
  ])('%j is in order: %s', (times, expected) => expect(isInOrder({ ...blankAddOn, ...times })).toBe(expected));
});
