import { describe, expect, it } from '@jest/globals';
import { bearerOf, cookieOf, hashSecret, loginCookieName, newSecret } from './secret.js';
import { parseDuration } from './tokens.js';

describe('the bearer of an Authorization header', () => {
  it.each([
    ['Bearer kopa_Ab-9_', 'kopa_Ab-9_'],
    ['bearer   kopa_x', 'kopa_x'],
    [' Bearer kopa_x ', 'kopa_x'],
    [undefined, undefined],
    ['', undefined],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearer a b', undefined],
    ['Bearer a, Bearer b', undefined],
    ['Basic a29wYTp4', undefined],
    ['kopa_x', undefined],
  ])('%j is %j', (header, bearer) => {
    expect(bearerOf(header)).toBe(bearer);
  });
});

describe('a cookie of a Cookie header', () => {
  it.each([
    ['kopa=one', 'one'],
    ['theme=dark; kopa=one; lang=lv', 'one'],
    ['kopa=one; kopa=two', 'one'],
    ['kopa=a=b', 'a=b'],
    ['xkopa=one', undefined],
    ['kopa', undefined],
    ['__Host-kopa=one', undefined],
    ['KOPA=one', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j holds %j', (header, value) => {
    expect(cookieOf(header, 'kopa')).toBe(value);
  });

  it('is bound to the host by its name where the address is https', () => {
    expect([loginCookieName('https://kopa.example'), loginCookieName('http://localhost:3000')]).toEqual([
      '__Host-kopa',
      'kopa',
    ]);
  });
});

describe('a secret', () => {
  it('has 256 bits, its prefix, and never comes twice', () => {
    const secrets = Array.from({ length: 100 }, () => newSecret('kopa_'));
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(Buffer.from(secret.replace(/^kopa_/, ''), 'base64url')).toHaveLength(32);
  });

  it('is kept as SHA-256 (the test vector "abc" of FIPS 180-4)', () => {
    expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a length of time', () => {
  it.each([
    ['30d', 2_592_000_000],
    ['12h', 43_200_000],
    ['90m', 5_400_000],
    ['0d', 0],
    ['', null],
    ['30', null],
    ['-1d', null],
    ['1.5h', null],
    ['1w', null],
    ['1d ', null],
    ['999999d', null],
  ])('%j is %j milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
