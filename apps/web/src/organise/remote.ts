import type { OrganisedEvent } from '@kopa/contracts';
import { refusalOf } from '../shell/call.js';

/** Who is signed in here: the events that they may organise; null when nobody is. Throws `Refused` and network errors. */
export async function fetchOrganised(): Promise<OrganisedEvent[] | null> {
  const answer = await fetch('/api/v1/login-sessions/current', {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(15_000),
  });
  if (answer.status === 401) return null;
  if (!answer.ok) throw await refusalOf(answer);
  return ((await answer.json()) as { events: OrganisedEvent[] }).events;
}

export async function signOut(): Promise<void> {
  const answer = await fetch('/api/v1/login-sessions/current', { method: 'DELETE' });
  if (!answer.ok) throw await refusalOf(answer);
}
