import { describe, expect, it } from '@jest/globals';
import { localToInstant } from '@kopa/domain';
import { bandsOf, dayFinder, hoursOf, pixelAt, timeAt } from './bands.js';

const zone = 'Europe/Riga';
const hour = 3_600_000;
const at = (local: string): string => localToInstant(local, zone);
const slot = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });
const bands = (dates: string[], slots: ReturnType<typeof slot>[], dayChangeHour = 0) =>
  bandsOf(dates, {
    days: [],
    slots,
    zone,
    dayChangeHour,
    dateOf: dayFinder(zone, dayChangeHour),
    pixelsPerMinute: 1,
  });
const local = (time: number): string => new Date(time + 2 * hour).toISOString().slice(11, 16);

describe('bandsOf', () => {
  it('shows nine to six, what stands on the day, and an hour around it', () => {
    const [plain] = bands(['2026-11-23'], []);
    expect([plain!.from, plain!.to].map(local)).toEqual(['08:00', '19:00']);
    const [early] = bands(
      ['2026-11-23'],
      [slot('2026-11-23T07:30', '2026-11-23T08:00'), slot('2026-11-23T19:00', '2026-11-23T20:15')],
    );
    expect([early!.from, early!.to].map(local)).toEqual(['06:00', '22:00']);
  });

  it('keeps a night to its day where the day changes later', () => {
    const [night] = bands(['2026-11-23'], [slot('2026-11-24T02:00', '2026-11-24T03:30')], 4);
    // Cropped where the next day begins.
    expect(new Date(night!.to).toISOString()).toBe(at('2026-11-24T04:00'));
  });

  it.each([
    ['2026-10-25', 25],
    ['2026-03-29', 23],
  ])('has all hours of %s, when the clock changes', (date, hours) => {
    const [band] = bands([date], [slot(`${date}T00:00`, `${date}T23:59`)]);
    expect((band!.to - band!.from) / hour).toBe(hours);
    expect(hoursOf(band!, 1)).toHaveLength(hours);
  });

  it('puts days below each other, and finds the time of each place again', () => {
    const days = bands(['2026-11-23', '2026-11-24'], []);
    const wanted = Date.parse(at('2026-11-24T10:35'));
    const pixel = pixelAt(days, wanted, 1)!;
    expect(timeAt(days, pixel + 1, { pixelsPerMinute: 1, snap: 5, length: hour })).toBe(wanted);
    expect(pixelAt(days, Date.parse(at('2026-11-24T03:00')), 1)).toBeNull();
  });

  it('lets nothing be dropped past the end of a day', () => {
    const days = bands(['2026-11-23'], []);
    const dropped = timeAt(days, 10_000, { pixelsPerMinute: 1, snap: 5, length: hour });
    expect(local(dropped + hour)).toBe('19:00');
  });
});
