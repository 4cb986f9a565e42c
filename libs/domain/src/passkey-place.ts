/**
 * The id of a site for passkeys (its domain), or null where browsers have none: WebAuthn takes https, or http on the own
 * machine by its name, and never an IP address (W3C Web Authentication Level 3, section 5 and "RP ID").
 */
export function passkeyPlace({ protocol, hostname }: { protocol: string; hostname: string }): string | null {
  const isAddress = hostname.includes(':') || /^\d+(\.\d+){3}$/.test(hostname);
  if (isAddress || hostname === '') return null;
  const isOwnMachine = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || (protocol === 'http:' && isOwnMachine) ? hostname : null;
}
