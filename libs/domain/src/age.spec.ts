import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ageOn, canAgree, isTooYoung, isUnderAge, minimumAge } from './age.js';
import type { Programme } from './programme.js';

const event = { firstDay: '2026-10-07', zone: 'Europe/Riga', dayChangeHour: 0 };
const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe('ageOn', () => {
  it.each([
    ['2008-10-07', '2026-10-07', 18],
    ['2008-10-08', '2026-10-07', 17],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2026-10-07', '2026-10-07', 0],
  ])('of somebody born on %s is on %s %s', (bornOn, on, expected) => expect(ageOn(bornOn, on)).toBe(expected));

  it('never falls as time goes on', () =>
    fc.assert(
      fc.property(date, date, date, (bornOn, one, other) => {
        const [sooner, later] = one < other ? [one, other] : [other, one];
        expect(ageOn(bornOn, sooner)).toBeLessThanOrEqual(ageOn(bornOn, later));
      }),
    ));
});

describe('isUnderAge', () => {
  it.each([
    ['2008-10-08', true],
    ['2008-10-07', false],
    [null, false],
  ])('of somebody born on %s is %s', (bornOn, expected) => expect(isUnderAge(bornOn, event)).toBe(expected));
});

describe('canAgree', () => {
  it.each([
    ['pictures', '2008-10-08', false],
    ['recording', '2008-10-08', false],
    ['directory', '2008-10-08', true],
    ['pictures', '2008-10-07', true],
    ['recording', null, true],
  ])('to %s of somebody born on %s is %s', (purpose, bornOn, expected) =>
    expect(canAgree(purpose, bornOn, event)).toBe(expected),
  );
});

describe('minimumAge', () => {
  const session = (code: string, years: number | null, startsAt?: string) => ({
    code,
    addOn: years === null ? null : { minimumAge: years },
    slots: startsAt === undefined ? [] : [{ startsAt }],
  });
  const programme = {
    event,
    sessions: [
      session('CIDER', 18, '2026-10-09T10:00:00Z'),
      session('LATER', 16),
      session('WALK', null, '2026-10-09T10:00:00Z'),
    ],
  } as unknown as Pick<Programme, 'sessions' | 'event'>;

  it.each([
    ['CIDER', 'in-person', { years: 18, date: '2026-10-09' }],
    ['LATER', 'in-person', { years: 16, date: '2026-10-07' }],
    ['CIDER', 'online', null],
    ['WALK', 'in-person', null],
    ['NOWHERE', 'in-person', null],
  ] as const)('of %s %s is %j', (code, mode, expected) =>
    expect(minimumAge(programme, { session: code, mode })).toEqual(expected),
  );
});

describe('isTooYoung', () => {
  it.each([
    ['2008-10-10', true],
    ['2008-10-09', false],
    [null, false],
  ])('of somebody born on %s, from 18 years on, is %s', (bornOn, expected) =>
    expect(isTooYoung(bornOn, { years: 18, date: '2026-10-09' })).toBe(expected),
  );
});
