import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { seal, unseal } from './sealed.js';

describe('what is sealed', () => {
  const key = randomBytes(32);
  const plain = Buffer.from('twenty bytes of it..');

  it('is opened by its key for its owner, and looks different each time', () => {
    const sealed = seal(key, 'anna', plain);
    expect(unseal(key, 'anna', sealed)).toEqual(plain);
    expect(sealed.equals(seal(key, 'anna', plain))).toBe(false);
    expect(sealed.includes(plain)).toBe(false);
  });

  it('is not opened for another owner, by another key, or when it was altered', () => {
    const sealed = seal(key, 'anna', plain);
    const altered = Buffer.from(sealed);
    altered[altered.length - 1]! ^= 1;
    expect(() => unseal(key, 'berta', sealed)).toThrow();
    expect(() => unseal(randomBytes(32), 'anna', sealed)).toThrow();
    expect(() => unseal(key, 'anna', altered)).toThrow();
  });
});
