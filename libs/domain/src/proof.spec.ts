import { describe, expect, it } from '@jest/globals';
import { isProofFresh, proofLasts, waysToProve } from './proof.js';

describe('a proof of who is signed in', () => {
  it('lasts ten minutes, of which the last moment is none', () => {
    const at = Date.parse('2026-10-25T00:55:00Z');
    expect(proofLasts).toBe(600_000);
    expect([0, 1, proofLasts - 1, proofLasts, proofLasts + 1].map((later) => isProofFresh(at, at + later))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    [true, false, false, ['password']],
    [true, false, true, ['password', 'passkey']],
    [true, true, false, ['code']],
    [true, true, true, ['code', 'passkey']],
    [false, true, false, ['code']],
    [false, true, true, ['code', 'passkey']],
    [false, false, true, ['passkey']],
    [false, false, false, []],
  ])('with password %s, second factor %s, passkey %s is given by %j', (password, secondFactor, passkey, ways) =>
    expect(waysToProve({ password, secondFactor, passkey })).toEqual(ways),
  );
});
