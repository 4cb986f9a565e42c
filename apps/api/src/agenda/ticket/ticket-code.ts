import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const form = /^(KOPA1\.([A-Za-z0-9_-]{22})\.(\d{1,6}))\.([A-Za-z0-9_-]{86})$/;
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of 32 random bytes. */
export function ticketKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** The public key of a private one as PEM (SPKI): with it alone tickets are checked without a network. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
}

/** What a ticket's QR code holds: registration and version, signed with Ed25519 (RFC 8032). Nothing of its person. */
export function ticketCode(registrationId: string, version: number, key: KeyObject): string {
  const compact = Buffer.from(registrationId.replaceAll('-', ''), 'hex').toString('base64url');
  const said = `KOPA1.${compact}.${version}`;
  return `${said}.${sign(null, Buffer.from(said), key).toString('base64url')}`;
}

/**
 * Whose ticket a code is; null when we did not sign it. Whether it holds, its registration says: by its status, and by
 * its `ticket_version`, which is this one until the ticket is issued anew.
 */
export function readTicket(code: string, publicKey: KeyObject | string): { id: string; version: number } | null {
  const [, said = '', compact = '', version = '', signature = ''] = form.exec(code) ?? [];
  if (said === '') return null;
  const key = typeof publicKey === 'string' ? createPublicKey(publicKey) : publicKey;
  if (!verify(null, Buffer.from(said), key, Buffer.from(signature, 'base64url'))) return null;
  const id = Buffer.from(compact, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, version: Number(version) };
}
