import { describe, expect, it } from '@jest/globals';
import { faultOf, minutesToNextAttempt } from './attempts.js';

describe('minutesToNextAttempt', () => {
  const waits = Array.from({ length: 40 }, (_, index) => minutesToNextAttempt(index + 1));

  it('grows from a minute to four hours', () => {
    expect(waits.slice(0, 7)).toEqual([1, 5, 15, 60, 240, 240, 240]);
  });

  it('gives up after two days', () => {
    const total = waits.slice(0, waits.indexOf(null)).reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(total).toBeGreaterThanOrEqual(48 * 60);
    expect(total).toBeLessThan(52 * 60);
    expect(waits.slice(waits.indexOf(null)).every((wait) => wait === null)).toBe(true);
  });
});

describe('faultOf', () => {
  it.each([
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, 'refused'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, 'refused'],
    [{ code: 'EENVELOPE', command: 'API' }, 'refused'],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451 }, 'passing'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 421 }, 'passing'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'server'],
    [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'server'],
    [{ code: 'ECONNECTION', command: 'CONN' }, 'server'],
    [{ code: 'ETIMEDOUT' }, 'server'],
  ] as const)('takes %j for %s', (error, fault) => {
    expect(faultOf(error)).toBe(fault);
  });
});
