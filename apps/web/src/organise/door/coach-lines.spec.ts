import { describe, expect, it } from '@jest/globals';
import type { CoachList, CoachPerson } from '@kopa/contracts';
import { partOf, withWaiting } from './coach-lines.js';
import type { Waiting } from './waiting.js';

const person = (part: Partial<CoachPerson> = {}): CoachPerson => ({
  code: 'AAAA1111',
  name: 'Anna',
  telephone: '+371 2',
  booking: 'confirmed',
  seat: 'confirmed',
  state: 'none',
  at: null,
  presentAt: null,
  ...part,
});
const list = (...people: CoachPerson[]): CoachList => ({
  session: 'VISIT',
  seats: { capacity: 10, taken: 1 },
  people,
  keepUntil: '2026-10-16T21:00:00.000Z',
});
const mark = (state: 'present' | 'not-coming' | 'none', at: string, part: object = {}): Waiting => ({
  key: at,
  method: 'PUT',
  path: '',
  body: {},
  at,
  what: { kind: 'boarding', session: 'VISIT', code: 'AAAA1111', name: 'Anna', state },
  refused: null,
  ...part,
});

describe('a line of a guide’s list', () => {
  it.each([
    [{}, true, 'goes'],
    [{}, false, 'there'],
    [{ seat: null }, true, 'own'],
    [{ seat: 'cancelled' }, true, 'own'],
    [{ seat: 'waitlisted' }, true, 'waits'],
    [{ booking: 'waitlisted', seat: 'waitlisted' }, true, 'waits'],
    [{ booking: 'offered', seat: null }, false, 'waits'],
    [{ booking: 'cancelled', seat: 'cancelled' }, true, 'gone'],
  ] as const)('with %j, coach %s, stands under %s', (part, hasCoach, wanted) => {
    expect(partOf(person(part), hasCoach)).toBe(wanted);
  });

  it.each([
    ['nothing was marked', person(), [], { state: 'none', isWaiting: false }],
    [
      'it was marked here',
      person(),
      [mark('present', '2026-10-08T06:00:00.000Z')],
      { state: 'present', presentAt: '2026-10-08T06:00:00.000Z', isWaiting: true },
    ],
    [
      'it was marked and taken back',
      person(),
      [mark('present', '2026-10-08T06:00:00.000Z'), mark('none', '2026-10-08T06:01:00.000Z')],
      { state: 'none', presentAt: null, isWaiting: true },
    ],
    [
      'somebody else said something later',
      person({ state: 'not-coming', at: '2026-10-08T06:05:00.000Z' }),
      [mark('present', '2026-10-08T06:00:00.000Z')],
      { state: 'not-coming', isWaiting: false },
    ],
    [
      'the server refused it',
      person(),
      [mark('present', '2026-10-08T06:00:00.000Z', { refused: { code: '', detail: '', places: [] } })],
      { state: 'none', isWaiting: false },
    ],
    [
      'it is of another coach',
      person(),
      [
        mark('present', '2026-10-08T06:00:00.000Z', {
          what: { kind: 'boarding', session: 'OTHER', code: 'AAAA1111', name: '', state: 'present' },
        }),
      ],
      { state: 'none' },
    ],
  ])('holds what was said last: %s', (_, held, waiting, wanted) => {
    expect(withWaiting(list(held), waiting)[0]).toMatchObject(wanted);
  });
});
