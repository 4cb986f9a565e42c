import type { EntityManager } from 'typeorm';
import { isProofFresh, waysToProve, type ProofWay } from '@kopa/domain';
import { Problem } from '../platform/problem.js';
import type { Credential } from './credential.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** By what the owner of an account may prove who they are, and when this login session was last proven. */
export async function proofOf(
  manager: EntityManager,
  { loginSessionId }: Login,
): Promise<{ ways: ProofWay[]; provenAt: Date }> {
  const [row]: { provenAt: Date; password: boolean; secondFactor: boolean; passkey: boolean }[] = await manager.query(
    `SELECT l.proven_at AS "provenAt", a.password_hash IS NOT NULL AS password,
            EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS "secondFactor",
            EXISTS (SELECT FROM passkeys p WHERE p.account_id = a.id) AS passkey
       FROM login_sessions l JOIN accounts a ON a.id = l.account_id WHERE l.id = $1`,
    [loginSessionId],
  );
  if (row === undefined) throw new Problem(401, 'credential.invalid', 'This login session has ended.');
  return { ways: waysToProve(row), provenAt: row.provenAt };
}

/**
 * Refuses what would give an account away to whoever finds a browser open, unless it was lately shown who sits there
 * (OWASP ASVS 5.0, 7.5.1). Asked of the database: another process may have been shown it just now. Problem 403
 * `proof.needed`, with what would do as `by`.
 */
export async function demandFreshProof(manager: EntityManager, login: Login, at: Date): Promise<void> {
  const { ways, provenAt } = await proofOf(manager, login);
  if (isProofFresh(provenAt.getTime(), at.getTime())) return;
  throw new Problem(403, 'proof.needed', 'Show once more that it is you, by `POST /api/v1/account/proof`.', {
    by: ways,
  });
}
