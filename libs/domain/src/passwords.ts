/** Fewest characters of a password (OWASP ASVS 5.0, 6.2.1 wants 8 and recommends 15; NIST SP 800-63B-4 wants 15 where it stands alone). */
export const shortestPassword = 12;

export type PasswordFault = 'password.short' | 'password.address' | 'password.event';

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Why a password is not taken; null when it is. Of what it consists is free, but who guesses tries the address and the
 * event first (OWASP ASVS 5.0, 6.2.5 and 6.2.11).
 */
export function findPasswordFault(
  password: string,
  { address, eventNames }: { address: string; eventNames: readonly string[] },
): PasswordFault | null {
  if (Array.from(password).length < shortestPassword) return 'password.short';
  const said = bare(password);
  if (said === bare(address) || said === bare(address.split('@')[0] ?? '')) return 'password.address';
  return eventNames.some((name) => bare(name) === said) ? 'password.event' : null;
}
