const form = /^(KOPA1\.([A-Za-z0-9_-]{22})\.(\d{1,6}))\.([A-Za-z0-9_-]{86})$/;

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Whose ticket a code is, by itself: registration and version; null when it is none. Nothing is proved yet. */
export function readTicket(code: string): { id: string; version: number; said: string; signature: string } | null {
  const [, said = '', compact = '', version = '', signature = ''] = form.exec(code.trim()) ?? [];
  if (said === '') return null;
  const id = [...bytesOf(compact)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, version: Number(version), said, signature };
}

/**
 * Whether the organisers signed a ticket, by their public key (PEM, SPKI), without a network. Null where the browser
 * cannot tell: without https it has no cryptography, and older ones know no Ed25519.
 */
export async function isSigned(
  { said, signature }: { said: string; signature: string },
  pem: string,
): Promise<boolean | null> {
  const { subtle } = crypto as Partial<Crypto>;
  if (subtle === undefined) return null;
  try {
    const der = bytesOf(pem.replace(/-----[^-]+-----|\s/g, ''));
    const key = await subtle.importKey('spki', der, { name: 'Ed25519' }, false, ['verify']);
    return await subtle.verify({ name: 'Ed25519' }, key, bytesOf(signature), new TextEncoder().encode(said));
  } catch {
    return null;
  }
}
