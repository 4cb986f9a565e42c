import type { OrganisedEvent } from '@kopa/contracts';
import { drop, forgetOthers, keep, readKept } from '../programme/kept.js';
import { refusalOf } from '../shell/call.js';

/** What was kept for a door without a connection. */
const keptKey = 'organised';

/**
 * Who is signed in here: the events that they may organise, without a connection as it was known last; null when nobody
 * is. Throws `Refused` and network errors.
 */
export async function fetchOrganised(): Promise<OrganisedEvent[] | null> {
  let answer: Response;
  try {
    answer = await fetch('/api/v1/login-sessions/current', {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(15_000),
    });
  } catch (error) {
    const kept = await readKept<OrganisedEvent[]>(keptKey);
    if (kept === undefined) throw error;
    return kept;
  }
  if (answer.status === 401) {
    await drop(keptKey);
    return null;
  }
  if (!answer.ok) throw await refusalOf(answer);
  const { events } = (await answer.json()) as { events: OrganisedEvent[] };
  void keep(keptKey, events);
  return events;
}

export async function signOut(): Promise<void> {
  const answer = await fetch('/api/v1/login-sessions/current', { method: 'DELETE' });
  if (!answer.ok) throw await refusalOf(answer);
  await drop(keptKey);
  await forgetOthers(Date.now(), { all: true });
}
