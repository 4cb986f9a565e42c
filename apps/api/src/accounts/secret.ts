import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, to be shown once. */
export function newSecret(prefix = ''): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** `Bearer` of an Authorization header (RFC 6750 section 2.1). */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization?.trim() ?? '')?.[1];
}

/** The value of one cookie of a Cookie header (RFC 6265 section 4.2.1). */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Over https the name itself binds the cookie to this host (RFC 6265bis section 4.1.3.2); http has no such means. */
export function loginCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-kopa' : 'kopa';
}

/** Of the cookie that holds a participant's manage token. */
export function participantCookieName(publicUrl: string): string {
  return `${loginCookieName(publicUrl)}-me`;
}

/** Of the cookie that holds a speaker's token, for one event's page of theirs: its path says which. */
export const speakerCookieName = 'kopa-speaker';

/** Of the cookie by which a browser that asked for a link is known again. */
export function askedCookieName(publicUrl: string): string {
  return `${loginCookieName(publicUrl)}-asked`;
}

/** What a browser is known by again: of who asks twice, either answer counts. */
export function askedOf(cookie: string | undefined, publicUrl: string): string {
  return /^[\w-]{43}$/.exec(cookieOf(cookie, askedCookieName(publicUrl)) ?? '')?.[0] ?? newSecret();
}

/** A cookie that no script reads; `maxAge` in seconds, 0 takes it away. */
export function secretCookie(
  name: string,
  secret: string,
  { maxAge, publicUrl }: { maxAge: number; publicUrl: string },
): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

/** The cookie of a login session; with `maxAge` 0 it is taken away. */
export const loginCookie = (publicUrl: string, secret: string, maxAge: number): string =>
  secretCookie(loginCookieName(publicUrl), secret, { maxAge, publicUrl });

/** The cookie of `askedOf`; `maxAge` in seconds. */
export const askedCookie = (publicUrl: string, asked: string, maxAge: number): string =>
  secretCookie(askedCookieName(publicUrl), asked, { maxAge, publicUrl });
