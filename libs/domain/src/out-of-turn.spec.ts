import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foreseeCapacity, giveOutOfTurn, withdrawOffer } from './out-of-turn.js';
import { admit, promotable, type Pool } from './places.js';

const free: Pool = { capacity: 3, taken: 2, waiting: 2 };
const full: Pool = { capacity: 3, taken: 3, waiting: 2 };

describe('a place given out of turn', () => {
  it.each([
    ['takes a free place', 'session', free, true, 'speaks there', false, 'given'],
    ['takes a place where they are not limited', 'day', { ...full, capacity: null }, true, 'speaks', false, 'given'],
    ['is not over the capacity unasked', 'session', full, true, 'speaks there', false, 'places full'],
    ['goes over the capacity when asked', 'session', full, true, 'speaks there', true, 'given over'],
    ['goes over the capacity of a day', 'day', full, true, 'speaks there', true, 'given over'],
    ['takes no place over the capacity where one is free', 'session', free, true, 'speaks there', true, 'given'],
    ['takes a reason, also for a free place', 'session', free, true, '  ', false, 'reason missing'],
    ['is no seat that is not there', 'seat', full, true, 'speaks there', true, 'no seat'],
    ['can be a free seat', 'seat', free, true, 'speaks there', true, 'given'],
    ['comes after the place that it hangs on', 'session', free, false, 'speaks there', true, 'depends'],
  ] as const)('%s', (_, scope, pool, isEligible, reason, isOver, expected) => {
    expect(giveOutOfTurn(scope, pool, { isEligible }, { reason, isOver })).toBe(expected);
  });
});

describe('an offer that is taken back', () => {
  it.each([
    ['makes its owner wait on where more is taken than there is', 3, 4, true, 'waits'],
    ['is not taken from who came before another one', 3, 4, false, 'not the last'],
    ['would come back at once where that makes a place free', 3, 3, true, 'theirs again'],
    ['would come back at once where places are not limited', null, 4, true, 'theirs again'],
  ] as const)('%s', (_, capacity, taken, isLast, expected) => {
    expect(withdrawOffer({ capacity, taken }, { isLast })).toBe(expected);
  });
});

describe('another capacity', () => {
  it.each([
    ['serves as many as there are places more', 5, 'automatic', 0, 2],
    ['serves nobody more than wait', 9, 'offer', 0, 2],
    ['serves all where there is no limit', null, 'automatic', 0, 2],
    ['serves at short notice only who said so', 9, 'short notice', 1, 1],
    ['serves nobody of what is over', 9, 'nobody', 2, 0],
    ['serves nobody when it is lowered', 1, 'automatic', 0, 0],
  ] as const)('%s', (_, capacity, how, short, expected) => {
    expect(foreseeCapacity(full, capacity, how, short)).toBe(expected);
  });
});

/** A queue as the database keeps it: claims by number, each with what it is. */
interface Claim {
  number: number;
  status: 'confirmed' | 'offered' | 'waitlisted' | 'cancelled';
}

/** Serves who is next, as is done wherever a place may have come free. */
function serve(claims: Claim[], capacity: number): void {
  const next = claims.filter(({ status }) => status === 'waitlisted').slice(0, promotable(poolOf(claims, capacity)));
  for (const claim of next) claim.status = 'offered';
}

const poolOf = (claims: readonly Claim[], capacity: number): Pool => ({
  capacity,
  taken: claims.filter(({ status }) => status === 'confirmed' || status === 'offered').length,
  waiting: claims.filter(({ status }) => status === 'waitlisted').length,
});

const steps = fc.array(
  fc.record({
    do: fc.constantFrom('claim', 'promote', 'promote over', 'undo', 'withdraw', 'remove', 'capacity'),
    which: fc.nat(20),
  }),
  { maxLength: 60 },
);

describe('moving a waitlist by hand', () => {
  it('gives no place twice, and leaves who is skipped in the order in which they came', () => {
    fc.assert(
      fc.property(steps, (todo) => {
        const claims: Claim[] = [];
        let capacity = 3;
        let over = 0;
        for (const { do: deed, which } of todo) {
          const pool = poolOf(claims, capacity);
          const waiting = claims.filter(({ status }) => status === 'waitlisted');
          const one = waiting[which % Math.max(1, waiting.length)];
          const before = waiting.filter((claim) => claim !== one).map(({ number }) => number);
          if (deed === 'claim') claims.push({ number: claims.length + 1, status: admit(pool) });
          if (deed === 'capacity') {
            over = Math.max(over, pool.taken - (which % 8));
            capacity = which % 8;
          }
          if (deed.startsWith('promote') && one !== undefined) {
            const how = giveOutOfTurn(
              'session',
              pool,
              { isEligible: true },
              { reason: 'said so', isOver: deed.endsWith('over') },
            );
            if (how.startsWith('given')) {
              one.status = 'confirmed';
              const now = poolOf(claims, capacity);
              // One place each: what is taken grew by the one that was given, and nobody else moved.
              expect(now).toEqual({ ...pool, taken: pool.taken + 1, waiting: pool.waiting - 1 });
              if (how === 'given') expect(now.taken).toBeLessThanOrEqual(capacity);
              else over = Math.max(over, now.taken - capacity);
              expect(claims.filter(({ status }) => status === 'waitlisted').map(({ number }) => number)).toEqual(
                before,
              );
            }
          }
          const offers = claims.filter(({ status }) => status === 'offered');
          const offer = offers[which % Math.max(1, offers.length)];
          const isLast = offer === offers.at(-1);
          if (deed === 'withdraw' && offer !== undefined && withdrawOffer(pool, { isLast }) === 'waits') {
            offer.status = 'waitlisted';
            serve(claims, capacity);
            // It is not theirs again at once.
            expect(offer.status).toBe('waitlisted');
          }
          const given = claims.find(({ status }) => status === 'confirmed');
          const isPassed = offers.some(({ number }) => given !== undefined && number > given.number);
          if (deed === 'undo' && given !== undefined && !isPassed) given.status = 'waitlisted';
          if (deed === 'remove' && one !== undefined) one.status = 'cancelled';
          serve(claims, capacity);
          const end = poolOf(claims, capacity);
          expect(end.taken).toBeLessThanOrEqual(capacity + Math.max(0, over));
          // Nobody waits beside a free place.
          expect(end.waiting === 0 || end.taken >= capacity).toBe(true);
          // Nor behind an offer to who came later.
          const last = claims.findLastIndex(({ status }) => status === 'offered');
          expect(claims.slice(0, Math.max(0, last)).every(({ status }) => status !== 'waitlisted')).toBe(true);
        }
      }),
    );
  });
});
