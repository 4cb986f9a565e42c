import { describe, expect, it } from '@jest/globals';
import type { Counts, DoorPerson } from '@kopa/contracts';
import { foundPeople } from './found-people.js';
import { maySucceedLater } from './waiting.js';
import { emptyWalkIn, formOf, takesReason, walkInFaults, walkInOrder, type WalkInForm } from './walk-in.js';

const person = (name: string, code: string, organisation = ''): DoorPerson => ({
  id: code,
  code,
  name,
  organisation,
  status: 'confirmed',
  mode: 'in-person',
  ticketVersion: 1,
  presentAt: null,
  markedAt: null,
  sessions: [],
});

describe('a search at the door', () => {
  const people = [
    person('Zigrīda Šķēle', 'AAAA1111', 'Lauku tīkls'),
    person('Jānis Bērziņš', 'BBBB2222'),
    person('Anna-Marija Ozola', 'CCCC3333'),
  ];
  it.each([
    ['sk', ['AAAA1111']],
    ['ŠĶĒ zig', ['AAAA1111']],
    ['berz', ['BBBB2222']],
    ['marija', ['CCCC3333']],
    ['cccc3', ['CCCC3333']],
    ['lauku', ['AAAA1111']],
    ['erz', []],
    ['a', []],
    ['', []],
  ])('for "%s" finds %j', (search, codes) => {
    expect(foundPeople(people, search).map(({ code }) => code)).toEqual(codes);
  });
});

describe('a walk-in', () => {
  const day = '2026-10-08';
  const counts: Counts = {
    at: '2026-10-08T05:00:00.000Z',
    event: {},
    days: { [day]: { 'in-person': 3 } },
    sessions: { FULL: { 'in-person': 0 }, FREE: { 'in-person': 2 } },
    seats: { FREE: 1 },
  };
  const form = (part: Partial<WalkInForm>): WalkInForm => ({ ...emptyWalkIn, name: 'Anna', ...part });

  it.each([
    [form({}), counts, false],
    [form({ sessions: { FREE: { seat: true } } }), counts, false],
    [form({ sessions: { FULL: { seat: false } } }), counts, true],
    [form({ mode: 'online', sessions: { FULL: { seat: false } } }), counts, false],
    [form({}), { ...counts, days: { [day]: { 'in-person': 0 } } }, true],
    [form({}), { ...counts, event: { 'in-person': 0 } }, true],
    [form({ sessions: { FULL: { seat: false } } }), undefined, false],
  ])('takes a reason or not (%#)', (chosen, known, wanted) => {
    expect(takesReason(chosen, known, day)).toBe(wanted);
  });

  it.each([
    [form({}), false, []],
    [form({ name: ' ' }), false, ['name']],
    [form({ email: 'anna' }), false, ['email']],
    [form({ email: 'anna@example.org' }), false, []],
    [form({ sessions: { FREE: { seat: true } } }), false, ['telephone']],
    [form({ sessions: { FREE: { seat: true } }, mode: 'online' }), false, []],
    [form({ sessions: { FREE: { seat: true } }, telephone: '+371 20000000' }), false, []],
    [form({}), true, ['overBecause']],
    [form({ overBecause: 'speaker' }), true, []],
  ])('misses what is missing (%#)', (chosen, needsReason, wanted) => {
    expect(walkInFaults(chosen, needsReason)).toEqual(wanted);
  });

  it('comes back into the form as it was, but for a seat that was refused', () => {
    const sent = form({ telephone: '+371 2', sessions: { FREE: { seat: true }, FULL: { seat: false } } });
    const order = walkInOrder(sent, { day, at: '2026-10-08T05:00:00.000Z', locale: 'lv' });
    expect(order).toMatchObject({ day, mode: 'in-person', locale: 'lv', email: '' });
    expect(formOf(order)).toEqual(sent);
    expect(formOf(order, ['FREE']).sessions).toEqual({ FREE: { seat: false }, FULL: { seat: false } });
  });
});

it.each([
  [500, true],
  [503, true],
  [429, true],
  [401, true],
  [403, false],
  [404, false],
  [409, false],
  [422, false],
])('what was answered with %i may succeed later: %s', (status, wanted) => {
  expect(maySucceedLater(status)).toBe(wanted);
});
