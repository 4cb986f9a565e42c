import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSigned, readTicket } from './ticket-check.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const id = randomUUID();
const said = `KOPA1.${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}.3`;
const code = `${said}.${sign(null, Buffer.from(said), privateKey).toString('base64url')}`;

describe('a ticket that is scanned', () => {
  it('says whose it is, and proves it without a network', async () => {
    const ticket = readTicket(` ${code}\n`)!;
    expect(ticket).toMatchObject({ id, version: 3 });
    expect(await isSigned(ticket, pem)).toBe(true);
  });

  it('is not taken when anything of it was altered', async () => {
    for (const forged of [code.replace('.3.', '.4.'), `${code.slice(0, -4)}AAAA`])
      expect(await isSigned(readTicket(forged)!, pem)).toBe(false);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect(await isSigned(readTicket(code)!, other)).toBe(false);
  });

  it('is unproved where the key cannot be read', async () => {
    expect(await isSigned(readTicket(code)!, 'no key')).toBeNull();
  });

  it.each(['', 'https://example.org', 'KOPA1.x.1.y', `X${code}`])('is not read from "%s"', (text) => {
    expect(readTicket(text)).toBeNull();
  });
});
