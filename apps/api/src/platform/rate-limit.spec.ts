import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';
import { RateLimit } from './rate-limit.js';

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1000);

describe('RateLimit', () => {
  const refusal = (limit: RateLimit, key: string, seconds: number): unknown => {
    try {
      limit.count(key, at(seconds));
      return null;
    } catch (error) {
      return error instanceof Problem ? [error.status, error.code, error.extra['retryAfter']] : error;
    }
  };

  it('lets as many through as it says, then tells when the next may come, whoever else comes', () => {
    const limit = new RateLimit(2, 60);
    expect([0, 10, 20].map((seconds) => refusal(limit, 'one', seconds))).toEqual([
      null,
      null,
      [429, 'tries.tooMany', 40],
    ]);
    expect(refusal(limit, 'other', 20)).toBeNull();
    expect(refusal(limit, 'one', 59.9)).toEqual([429, 'tries.tooMany', 1]);
    expect(refusal(limit, 'one', 60)).toBeNull();
    expect(refusal(limit, 'one', 61)).toEqual([429, 'tries.tooMany', 9]);
  });
});
