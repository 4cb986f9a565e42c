import { describe, expect, it } from '@jest/globals';
import { handshakeAuth, isOwnOrigin, wantedStreams } from './live-handshake.js';

describe('isOwnOrigin', () => {
  it.each([
    ['no Origin', undefined, true],
    ['the public address', 'https://kopa.example', true],
    ['the host that was asked', 'http://192.168.1.7:3000', true],
    ['another site', 'https://evil.example', false],
    ['the public host at another port', 'https://kopa.example:8443', false],
    ['a host that begins alike', 'https://kopa.example.evil.example', false],
    ['a sandboxed page', 'null', false],
  ])('%s', (_what, origin, expected) => {
    const headers = { host: '192.168.1.7:3000', ...(origin === undefined ? {} : { origin }) };
    expect(isOwnOrigin(headers, 'https://kopa.example/')).toBe(expected);
  });
});

describe('handshakeAuth', () => {
  it.each([
    [{ event: 'demo' }, [['event', undefined]]],
    [{ event: 'demo', since: 0 }, [['event', 0]]],
    [
      { event: 'demo', since: { organisers: 4 }, epoch: 'e', token: 't' },
      [
        ['event', undefined],
        ['organisers', 4],
      ],
    ],
    [
      { event: 'demo', since: { event: 2, 'session:D1-OPEN': 1 } },
      [
        ['event', 2],
        ['session:D1-OPEN', 1],
      ],
    ],
  ])('%j follows %j', (auth, expected) => {
    expect([...wantedStreams(handshakeAuth.parse(auth))]).toEqual(expected);
  });

  it.each([
    {},
    { event: 'No Slug' },
    { event: 'demo', since: -1 },
    { event: 'demo', since: 1.5 },
    { event: 'demo', since: '3' },
    { event: 'demo', since: { 'x y': 1 } },
    { event: 'demo', more: true },
    { event: 'demo', token: '' },
    { event: 'demo', since: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`session:${index}`, 0])) },
  ])('refuses %j', (auth) => {
    expect(handshakeAuth.safeParse(auth).success).toBe(false);
  });
});
