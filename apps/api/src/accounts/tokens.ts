import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { ApiTokenEntity } from './api-token.entity.js';
import { hashSecret, newSecret } from './secret.js';

/** Makes an API token; the answer is the only time that it is seen. `expiresAt` null: until it is revoked. */
export async function createToken(
  manager: EntityManager,
  order: { eventId: string; role: Role; name: string; expiresAt: Date | null; at: Date },
): Promise<string> {
  const { at, ...facts } = order;
  const token = newSecret('kopa_');
  await manager.insert(ApiTokenEntity, {
    ...facts,
    id: randomUUID(),
    hash: hashSecret(token),
    createdAt: at,
    lastUsedAt: null,
    revokedAt: null,
  });
  return token;
}

/** A length of time such as `30d`, `12h` or `90m` in milliseconds; null when it is none. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d{1,5})([dhm])$/.exec(text) ?? [];
  if (count === undefined) return null;
  return Number(count) * (unit === 'd' ? 86_400_000 : unit === 'h' ? 3_600_000 : 60_000);
}
