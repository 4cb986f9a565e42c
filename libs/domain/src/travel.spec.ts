import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  estimateTravel,
  minutesShort,
  mostTravelMinutes,
  readPosition,
  sayTravel,
  stayOf,
  travelBetween,
  withKnownWays,
  type Place,
} from './travel.js';

const at = (minutes: number): string => new Date(Date.UTC(2026, 9, 7, 6, minutes)).toISOString();
const position = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const minutes = fc.integer({ min: 0, max: mostTravelMinutes });
const anyPair = fc
  .tuple(position, position, fc.option(minutes), fc.option(minutes))
  .map(([one, other, there, back]): [Place, Place] => [
    { id: 'one', ...one, ...(there === null ? {} : { minutesTo: { other: there } }) },
    { id: 'other', ...other, ...(back === null ? {} : { minutesTo: { one: back } }) },
  ]);
const said = (venues: readonly Place[], changed: readonly Place[]): [Place, Place] =>
  venues.map((venue) => changed.find(({ id }) => id === venue.id) ?? venue) as [Place, Place];

describe('readPosition', () => {
  it.each<[string, [number, number] | null]>([
    ['56.95, 24.10', [56.95, 24.1]],
    ['  56.95,24.10 ', [56.95, 24.1]],
    ['56.95 24.10', [56.95, 24.1]],
    ['-33.9; 151.2', [-33.9, 151.2]],
    ['geo:56.95,24.10', [56.95, 24.1]],
    ['GEO:56.95,24.10,12?z=15', [56.95, 24.1]],
    ['geo:56.95,24.10;u=35', [56.95, 24.1]],
    ['91, 24', null],
    ['56, 181', null],
    ['56.95', null],
    ['Riga', null],
    ['56.95, 24.10 north', null],
    ['', null],
  ])('reads %j', (text, expected) => {
    const found = readPosition(text);
    expect(found === null ? null : [found.latitude, found.longitude]).toEqual(expected);
  });
});

describe('ways between venues', () => {
  it('are estimated alike there and back', () => {
    fc.assert(
      fc.property(position, position, (one, other) => estimateTravel(one, other) === estimateTravel(other, one)),
    );
  });

  it('take what was said of them, there and back, unless back was told otherwise', () => {
    fc.assert(
      fc.property(anyPair, fc.option(minutes), (venues, length) => {
        const [one, other] = said(
          venues,
          sayTravel(venues, { from: 'one', to: 'other', minutes: length, isBothWays: true }),
        );
        const expected = length ?? estimateTravel(one, other);
        expect([travelBetween(one, other), travelBetween(other, one)]).toEqual([expected, expected]);
      }),
    );
  });

  it('leave the way back as it is when only one is told', () => {
    fc.assert(
      fc.property(anyPair, fc.option(minutes), (venues, length) => {
        const back = travelBetween(venues[1], venues[0]);
        const [one, other] = said(
          venues,
          sayTravel(venues, { from: 'one', to: 'other', minutes: length, isBothWays: false }),
        );
        expect([travelBetween(one, other), travelBetween(other, one)]).toEqual([
          length ?? estimateTravel(one, other),
          back,
        ]);
      }),
    );
  });

  it('take no time within one venue, nor where a venue is not known', () => {
    const venue: Place = { id: 'one', latitude: 57, longitude: 24 };
    expect([
      travelBetween(venue, { ...venue }),
      travelBetween(venue, undefined),
      travelBetween(undefined, venue),
    ]).toEqual([0, 0, 0]);
  });

  it('forget venues that are gone', () => {
    const venue: Place = { id: 'one', latitude: null, longitude: null, minutesTo: { two: 5, gone: 9 } };
    expect(withKnownWays(venue, new Set(['one', 'two']))).toEqual({ ...venue, minutesTo: { two: 5 } });
    expect(withKnownWays(venue, new Set(['one']))).toEqual({ id: 'one', latitude: null, longitude: null });
  });

  it('are missed exactly as long as minutes are missing, whichever stay is named first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (gap, length) => {
        const venues = new Map<string, Place>([
          ['one', { id: 'one', latitude: null, longitude: null, minutesTo: { other: length } }],
          ['other', { id: 'other', latitude: null, longitude: null }],
        ]);
        const rooms = new Map([
          ['hall', 'one'],
          ['loft', 'other'],
        ]);
        const stay = (roomId: string, from: number, to: number) =>
          stayOf({ addOn: null }, { startsAt: at(from), endsAt: at(to), roomId }, 'in-person', rooms, false);
        const [first, second] = [stay('hall', 0, 60), stay('loft', 60 + gap, 300)];
        expect(minutesShort(first, second, venues)).toBe(Math.max(0, length - gap));
        expect(minutesShort(second, first, venues)).toBe(Math.max(0, length - gap));
      }),
    );
  });
});
