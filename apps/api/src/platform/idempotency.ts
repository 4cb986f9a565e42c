import { createHash } from 'node:crypto';
import { Column, Entity, type EntityManager, Index, PrimaryColumn } from 'typeorm';
import { Problem } from './problem.js';

/** An answer kept for 24 hours under the key that its request carried. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  /** Who asks and for what, so that keys of different callers never meet. */
  @PrimaryColumn('text')
  scope: string;

  @PrimaryColumn('text')
  key: string;

  @Column({ name: 'request_hash', type: 'text' })
  requestHash: string;

  @Column({ type: 'jsonb', nullable: true })
  answer: object | null;

  @Index('idempotency_keys_age')
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}

/** The key as it may be used; Problem 422 `input.invalid` when it has another form. */
export function checkedKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Problem(422, 'input.invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters.', {
    errors: [{ path: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters', code: 'field.wrong' }],
  });
}

/** What is kept of a request, to tell whether another one came under its key. */
export function hashRequest(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url');
}

/** The key came with another request before. */
export function keyMismatch(): Problem {
  return new Problem(422, 'idempotency.mismatch', 'This Idempotency-Key was used with a different request.');
}

/**
 * Runs `work` once for a key: the same key with the same request gives the kept answer, with another request a
 * Problem 422 `idempotency.mismatch`. A concurrent twin waits on the unique index until the first commits.
 * Without a key the work just runs. Must be called inside the transaction that does the work.
 */
export async function once<T extends object>(
  manager: EntityManager,
  claim: { scope: string; key: string | undefined; request: unknown; at: Date },
  work: () => Promise<T>,
): Promise<T> {
  const key = checkedKey(claim.key);
  if (key === null) return work();
  const requestHash = hashRequest(claim.request);
  const inserted: unknown[] = await manager.query(
    `INSERT INTO idempotency_keys (scope, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING key`,
    [claim.scope, key, requestHash, claim.at],
  );
  if (inserted.length === 0) {
    const kept = await manager.findOneByOrFail(IdempotencyKeyEntity, { scope: claim.scope, key });
    if (kept.requestHash !== requestHash) throw keyMismatch();
    return kept.answer as T;
  }
  const answer = await work();
  await manager.query('UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND key = $2', [
    claim.scope,
    key,
    JSON.stringify(answer),
  ]);
  return answer;
}

/** Forgets answers older than 24 hours; returns how many. */
export async function forgetOldAnswers(manager: EntityManager, now: Date): Promise<number> {
  const deleted = await manager
    .createQueryBuilder()
    .delete()
    .from(IdempotencyKeyEntity)
    .where('created_at < :limit', { limit: new Date(now.getTime() - 24 * 3600_000) })
    .execute();
  return deleted.affected ?? 0;
}
