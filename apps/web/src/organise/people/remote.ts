import type { Person, RegistrationView } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** Whom a list is to show; what is empty is not asked for. */
export interface WantedPeople {
  q: string;
  status: string;
  day: string;
  mode: string;
  session: string;
  place: string;
  over: string;
  country: string;
  question: string;
  answer: string;
}

export const everybody: WantedPeople = {
  q: '',
  status: '',
  day: '',
  mode: '',
  session: '',
  place: '',
  over: '',
  country: '',
  question: '',
  answer: '',
};

/** What is wanted as an address says it, which others may be given; empty for everybody. */
export function wantedQuery(wanted: WantedPeople): string {
  const asked = Object.entries({ ...wanted, q: wanted.q.trim() }).filter(([, value]) => value !== '');
  return asked.length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`;
}

/** What an address wants; what it does not understand is left out. */
export function readWanted(query: string): WantedPeople {
  const said = new URLSearchParams(query);
  const wanted = { ...everybody };
  for (const field of Object.keys(everybody) as (keyof WantedPeople)[]) wanted[field] = said.get(field) ?? '';
  return wanted;
}

export function fetchPeople(
  slug: string,
  wanted: WantedPeople,
  after: string | null,
): Promise<{ items: RegistrationView[]; next: string | null }> {
  const query = new URLSearchParams(wantedQuery(wanted));
  query.set('limit', '50');
  if (after !== null) query.set('after', after);
  return json(call(slug, `/registrations?${query.toString()}`));
}

/** How many there are of those who are wanted. */
export const countPeople = async (slug: string, wanted: WantedPeople): Promise<number> =>
  (await json<{ people: number }>(call(slug, `/registrations/count${wantedQuery(wanted)}`))).people;

export const fetchPerson = (slug: string, code: string): Promise<Person> =>
  json(call(slug, `/registrations/${encodeURIComponent(code)}`));

/** Changes days for somebody, also those that are over; late ones are refused with 412. */
export const correctDays = (
  slug: string,
  { code, version }: RegistrationView,
  attendance: Record<string, string>,
  reason: string,
): Promise<RegistrationView> =>
  json(
    call(slug, `/registrations/${encodeURIComponent(code)}`, {
      method: 'PATCH',
      body: { attendance, reason },
      headers: { 'if-match': `"${version}"` },
    }),
  );

const deed = (slug: string, code: string, part: string, reason: string): Promise<RegistrationView> =>
  json(call(slug, `/registrations/${encodeURIComponent(code)}${part}`, { method: 'POST', body: { reason } }));

export const confirmPerson = (slug: string, code: string, reason: string): Promise<RegistrationView> =>
  deed(slug, code, '/confirm', reason);

export const cancelPerson = (slug: string, code: string, reason: string): Promise<RegistrationView> =>
  deed(slug, code, '/cancel', reason);
