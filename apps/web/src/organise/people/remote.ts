import type { RegistrationView } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** Whom a list is to show; what is empty is not asked for. */
export interface WantedPeople {
  q: string;
  status: string;
  day: string;
  mode: string;
  session: string;
}

export const everybody: WantedPeople = { q: '', status: '', day: '', mode: '', session: '' };

export function fetchPeople(
  slug: string,
  wanted: WantedPeople,
  after: string | null,
): Promise<{ items: RegistrationView[]; next: string | null }> {
  const asked = { limit: '50', ...wanted, q: wanted.q.trim(), after: after ?? '' };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return json(call(slug, `/registrations?${query.toString()}`));
}

const deed = (slug: string, code: string, part: string, reason: string): Promise<RegistrationView> =>
  json(call(slug, `/registrations/${encodeURIComponent(code)}${part}`, { method: 'POST', body: { reason } }));

export const confirmPerson = (slug: string, code: string, reason: string): Promise<RegistrationView> =>
  deed(slug, code, '/confirm', reason);

export const cancelPerson = (slug: string, code: string, reason: string): Promise<RegistrationView> =>
  deed(slug, code, '/cancel', reason);

/** Gives a place to somebody who waits, out of turn. */
export const promotePerson = (slug: string, code: string, booking: string, reason: string): Promise<RegistrationView> =>
  deed(slug, code, `/bookings/${booking}/promote`, reason);
