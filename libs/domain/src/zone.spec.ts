import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayBounds, dayOf, instantToLocal, isZone, localToInstant, timesOnClock, zoneOffset } from './zone.js';

const hour = 3_600_000;
const zones = [
  'Europe/Riga',
  'Europe/Brussels',
  'America/St_Johns',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kolkata',
  'UTC',
];

const locals: [what: string, local: string, zone: string, instant: string][] = [
  ['summer time', '2026-10-07T09:00', 'Europe/Riga', '2026-10-07T06:00:00.000Z'],
  ['winter time', '2026-12-07T09:00', 'Europe/Riga', '2026-12-07T07:00:00.000Z'],
  ['seconds', '2026-10-07T09:00:30', 'Europe/Riga', '2026-10-07T06:00:30.000Z'],
  ['just before the overlap', '2026-10-25T02:59', 'Europe/Riga', '2026-10-24T23:59:00.000Z'],
  ['an overlap: the first', '2026-10-25T03:30', 'Europe/Riga', '2026-10-25T00:30:00.000Z'],
  ['just after the overlap', '2026-10-25T04:00', 'Europe/Riga', '2026-10-25T02:00:00.000Z'],
  ['just before the gap', '2026-03-29T02:59', 'Europe/Riga', '2026-03-29T00:59:00.000Z'],
  ['a gap: shifted forward', '2026-03-29T03:30', 'Europe/Riga', '2026-03-29T01:30:00.000Z'],
  ['just after the gap', '2026-03-29T04:00', 'Europe/Riga', '2026-03-29T01:00:00.000Z'],
  ['an overlap in Brussels', '2026-10-25T02:30', 'Europe/Brussels', '2026-10-25T00:30:00.000Z'],
  ['a gap in Brussels', '2026-03-29T02:30', 'Europe/Brussels', '2026-03-29T01:30:00.000Z'],
  ['a gap in New York', '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['a day that never was', '2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ['half hours', '2026-10-07T09:00', 'Asia/Kolkata', '2026-10-07T03:30:00.000Z'],
];

describe('localToInstant', () => {
  it.each(locals)('knows %s', (_, local, zone, instant) => {
    expect(localToInstant(local, zone)).toBe(instant);
  });

  it.each([
    '2026-10-07',
    '2026-10-07T09:00Z',
    '2026-10-07 09:00',
    '2026-13-01T09:00',
    '2026-02-30T09:00',
    '2026-10-07T24:00',
    '',
  ])('refuses "%s"', (local) => {
    expect(() => localToInstant(local, 'Europe/Riga')).toThrow(RangeError);
  });

  it('refuses an unknown zone', () => {
    expect(() => localToInstant('2026-10-07T09:00', 'Europe/Nowhere')).toThrow(RangeError);
    expect([isZone('Europe/Nowhere'), isZone('Europe/Riga')]).toEqual([false, true]);
  });

  it('answers the same whatever the zone of the machine', () => {
    const module = pathToFileURL(join(process.cwd(), 'libs/domain/src/zone.ts')).href;
    const script = `import(${JSON.stringify(module)}).then(({ localToInstant, dayOf }) => process.stdout.write(JSON.stringify([
      new Date(Date.UTC(2026, 9, 7)).getHours(),
      ...${JSON.stringify(locals)}.map(([, local, zone]) => localToInstant(local, zone)),
      dayOf('2026-10-25T00:30:00.000Z', 'Europe/Riga', 4),
    ])))`;
    const answers = ['UTC', 'Pacific/Apia'].map((TZ): unknown =>
      JSON.parse(
        execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TZ, NODE_OPTIONS: '' } }).toString(),
      ),
    );
    const instants = locals.map(([, , , instant]) => instant);
    expect(answers).toEqual([
      [0, ...instants, '2026-10-24'],
      [13, ...instants, '2026-10-24'],
    ]);
  });
});

const instants = fc
  .integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000).toISOString());

describe('instantToLocal', () => {
  it('is undone by localToInstant, but for the second turn of an overlap', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const back = localToInstant(instantToLocal(at, zone), zone);
        expect(instantToLocal(back, zone)).toBe(instantToLocal(at, zone));
        expect([0, hour]).toContain(Date.parse(at) - Date.parse(back));
      }),
    );
  });

  it('knows the offset of a moment before 1970, with milliseconds', () => {
    expect(zoneOffset(Date.parse('1969-07-20T20:17:40.500Z'), 'UTC')).toBe(0);
  });
});

describe('dayOf and dayBounds', () => {
  it.each([
    ['2026-10-07T20:59:59.999Z', 0, '2026-10-07'],
    ['2026-10-07T21:00:00.000Z', 0, '2026-10-08'],
    ['2026-10-08T00:59:59.999Z', 4, '2026-10-07'],
    ['2026-10-08T01:00:00.000Z', 4, '2026-10-08'],
    ['2026-03-29T00:59:00.000Z', 3, '2026-03-28'],
    ['2026-03-29T01:00:00.000Z', 3, '2026-03-29'],
    ['2026-10-25T01:30:00.000Z', 3, '2026-10-25'],
  ])('%s with the day changing at %i is %s in Riga', (at, dayChangeHour, date) => {
    expect(dayOf(at, 'Europe/Riga', dayChangeHour)).toBe(date);
  });

  it.each([
    ['2026-10-07', 24],
    ['2026-10-25', 25],
    ['2026-03-29', 23],
  ])('%s has %i hours in Riga', (date, hours) => {
    const { startsAt, endsAt } = dayBounds(date, 'Europe/Riga', 0);
    expect((Date.parse(endsAt) - Date.parse(startsAt)) / hour).toBe(hours);
  });

  it('puts each instant into the bounds of its day, and the days side by side', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), fc.integer({ min: 0, max: 12 }), (at, zone, dayChangeHour) => {
        const date = dayOf(at, zone, dayChangeHour);
        const { startsAt, endsAt } = dayBounds(date, zone, dayChangeHour);
        expect(startsAt <= at && at < endsAt).toBe(true);
        expect(dayBounds(addDays(date, 1), zone, dayChangeHour).startsAt).toBe(endsAt);
      }),
    );
  });
});

describe('timesOnClock', () => {
  it.each([
    ['2026-10-07T09:00', 'Europe/Riga', 1],
    ['2026-10-25T02:59', 'Europe/Riga', 1],
    ['2026-10-25T03:00', 'Europe/Riga', 2],
    ['2026-10-25T03:59', 'Europe/Riga', 2],
    ['2026-10-25T04:00', 'Europe/Riga', 1],
    ['2027-03-28T02:59', 'Europe/Riga', 1],
    ['2027-03-28T03:00', 'Europe/Riga', 0],
    ['2027-03-28T03:59', 'Europe/Riga', 0],
    ['2027-03-28T04:00', 'Europe/Riga', 1],
    // Half an hour, on the other side of the world.
    ['2027-04-04T01:45', 'Australia/Lord_Howe', 2],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', 0],
    ['2026-10-25T03:00', 'UTC', 1],
  ])('%s in %s: %i', (local, zone, times) => expect(timesOnClock(local, zone)).toBe(times));
});
