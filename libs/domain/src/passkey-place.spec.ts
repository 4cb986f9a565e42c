import { describe, expect, it } from '@jest/globals';
import { passkeyPlace } from './passkey-place.js';

describe('the place of passkeys', () => {
  it.each([
    ['https:', 'kopa.example.org', 'kopa.example.org'],
    ['http:', 'localhost', 'localhost'],
    ['http:', 'hall.localhost', 'hall.localhost'],
    ['https:', 'localhost', 'localhost'],
    ['http:', 'kopa.example.org', null],
    ['http:', 'notlocalhost', null],
    ['http:', '127.0.0.1', null],
    ['http:', '192.168.1.20', null],
    ['https:', '192.168.1.20', null],
    ['https:', '[2001:db8::1]', null],
    ['http:', '[::1]', null],
    ['https:', '', null],
  ])('%s//%s is %s', (protocol, hostname, place) => expect(passkeyPlace({ protocol, hostname })).toBe(place));
});
