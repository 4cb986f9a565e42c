import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publicPem, readTicket, ticketCode, ticketKey } from './ticket-code.js';

describe('a ticket’s code', () => {
  const key = ticketKey(randomBytes(32));
  const id = randomUUID();
  const code = ticketCode(id, 3, key);

  it('says whose it is to whoever has the public key', () => {
    expect(readTicket(code, publicPem(key))).toEqual({ id, version: 3 });
    expect(readTicket(code, createPublicKey(key))).toEqual({ id, version: 3 });
  });

  it('is short, of letters that an address may have, and holds nothing but id and version', () => {
    expect(code).toMatch(/^KOPA1\.[\w-]{22}\.3\.[\w-]{86}$/);
  });

  it.each([
    ['another version', code.replace('.3.', '.4.')],
    ['another registration', code.replace(/^KOPA1\.../, 'KOPA1.zz')],
    ['another signature', `${code.slice(0, -4)}AAAA`],
    ['a signature of another key', ticketCode(id, 3, ticketKey(randomBytes(32)))],
    ['something else', 'https://example.org'],
    ['nothing', ''],
  ])('is not taken with %s', (_, forged) => {
    expect(readTicket(forged, publicPem(key))).toBeNull();
  });

  it('is the same after the key was read again', () => {
    const seed = randomBytes(32);
    expect(ticketCode(id, 1, ticketKey(seed))).toBe(ticketCode(id, 1, ticketKey(seed)));
  });
});
