import { hash, verify } from '@node-rs/argon2';
import { In, type EntityManager } from 'typeorm';
import { findPasswordFault, shortestPassword, type PasswordFault } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { invalidInput } from '../platform/problem.js';
import { newSecret } from './secret.js';

// The library's defaults are argon2id with 19 MiB, two passes, one lane, as the OWASP Password Storage Cheat Sheet has it.
let nobody: Promise<string> | null = null;

/** What is kept of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'));

/** Whether a password is the right one; takes as long where there is none to compare it with (OWASP ASVS 5.0, 6.3.8). */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(newSecret());
  const isRight = await verify(kept ?? (await nobody), password.normalize('NFKC'));
  return kept !== null && isRight;
}

const faults: Record<PasswordFault, string> = {
  'password.short': `must have at least ${shortestPassword} characters`,
  'password.address': 'must not be the address',
  'password.event': 'must not be the name of the event',
};

/** Refuses a password that is easily guessed. Problem 422 `input.invalid` that names the field. */
export async function demandGoodPassword(
  manager: EntityManager,
  password: string,
  { address, eventIds }: { address: string; eventIds: readonly string[] },
): Promise<void> {
  const events = await manager.find(EventEntity, {
    select: { id: true, slug: true, title: true },
    where: { id: In([...eventIds]) },
  });
  const eventNames = events.flatMap(({ slug, title }) => [slug, ...Object.values(title)]);
  const fault = findPasswordFault(password, { address, eventNames });
  if (fault !== null) throw invalidInput([{ path: 'password', message: faults[fault], code: fault }]);
}
