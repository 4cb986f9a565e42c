/** How somebody who is signed in shows once more that it is they. */
export type ProofWay = 'password' | 'code' | 'passkey';

/** For so long what was shown counts, in milliseconds: to add a passkey and a second one is one errand. */
export const proofLasts = 10 * 60_000;

/** Whether nothing need be shown again; both in milliseconds since the epoch. */
export function isProofFresh(provenAt: number, now: number): boolean {
  return now < provenAt + proofLasts;
}

/**
 * By what somebody proves who they are. Where there is a second factor a password alone proves too little: whoever has it
 * and an open browser could add a passkey, and be in by two factors. Empty where only signing in again does it.
 */
export function waysToProve(has: { password: boolean; secondFactor: boolean; passkey: boolean }): ProofWay[] {
  const first: ProofWay[] = has.secondFactor ? ['code'] : has.password ? ['password'] : [];
  return has.passkey ? [...first, 'passkey'] : first;
}
