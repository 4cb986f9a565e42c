import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heldDepartures, heldMinutes, holdDeparture, publishedAddOn } from './departure.js';
import type { AddOn, PublishedAddOn } from './programme.js';
import { minutesIn } from './testing/arbitrary-programme.js';

const journey: AddOn = {
  meetAt: minutesIn(375),
  departAt: minutesIn(390),
  returnAt: minutesIn(580),
  meetingPoint: { en: 'The gate' },
  travelMinutes: 30,
  minimumNumber: null,
  goNoGoAt: null,
  bring: {},
  minimumAge: null,
};
const onTime = publishedAddOn(journey);
const late: PublishedAddOn = { ...onTime, departAt: minutesIn(400) };

describe('holdDeparture', () => {
  it.each<[string, PublishedAddOn | null, number, number | string]>([
    ['a first time', onTime, 10, 400],
    ['once more', late, 10, 410],
    ['back in part', late, -5, 395],
    ['back to the plan', late, -10, 390],
    ['back further than the plan', late, -60, 390],
    ['back when it leaves as planned', onTime, -5, 'change.nothing'],
    ['by nothing', late, 0, 'change.nothing'],
    ['until it is due back', onTime, 190, 580],
    ['until after it is due back', onTime, 191, 'departure.pastReturn'],
    ['with no return', { ...onTime, returnAt: null }, 600, 990],
    ['with nothing that departs', publishedAddOn({ ...journey, departAt: null }), 10, 'departure.none'],
    ['of what is no add-on', null, 10, 'departure.none'],
  ])('holds it %s', (_, addOn, minutes, expected) => {
    const held = holdDeparture(addOn, minutes);
    expect(held).toEqual(typeof expected === 'string' ? expected : { ...addOn, departAt: minutesIn(expected) });
  });

  it('takes back what it held, by as much, and never leaves before the plan', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (first, more) => {
        const held = holdDeparture(onTime, first) as PublishedAddOn;
        const further = holdDeparture(held, more) as PublishedAddOn;
        expect(holdDeparture(further, -more)).toEqual(held);
        expect(heldMinutes(further)).toBe(first + more);
        expect(holdDeparture(further, -first - more - 1)).toEqual(onTime);
      }),
    );
  });
});

describe('publishedAddOn', () => {
  it.each<[string, AddOn, number | undefined, number | null]>([
    ['as planned', journey, undefined, 390],
    ['as held', journey, 400, 400],
    ['as planned where it was held until earlier', journey, 380, 390],
    ['as nothing where nothing departs', { ...journey, departAt: null }, 400, null],
  ])('departs %s', (_, addOn, held, departs) => {
    const published = publishedAddOn(addOn, held === undefined ? undefined : minutesIn(held));
    expect(published).toEqual({
      ...addOn,
      plannedDepartAt: addOn.departAt,
      departAt: departs === null ? null : minutesIn(departs),
    });
  });

  it('gives back what heldDepartures found, and that is nothing but what is held', () => {
    const sessions = [
      { id: 'late', addOn: late },
      { id: 'on-time', addOn: onTime },
      { id: 'talk', addOn: null },
      { id: 'walk', addOn: publishedAddOn({ ...journey, departAt: null }) },
    ];
    const held = heldDepartures(sessions);
    expect(held).toEqual(new Map([['late', minutesIn(400)]]));
    expect(
      sessions.map(
        ({ id, addOn }) => addOn && publishedAddOn({ ...journey, departAt: addOn.plannedDepartAt }, held.get(id)),
      ),
    ).toEqual(sessions.map(({ addOn }) => addOn));
  });
});
