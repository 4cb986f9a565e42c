import type { Mail } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** Which mail is looked for; what is empty is not asked for. */
export interface WantedMail {
  state: string;
  kind: string;
  /** Code of whom it is to. */
  registration: string;
}

/** What an address wants; what it does not understand is left out. */
export function readMailQuery(query: string): WantedMail {
  const said = new URLSearchParams(query);
  const part = (name: string): string => said.get(name) ?? '';
  return { state: part('state'), kind: part('kind'), registration: part('registration') };
}

export function mailQueryOf(wanted: WantedMail): string {
  const asked = Object.entries(wanted).filter(([, value]) => value !== '') as [string, string][];
  return asked.length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`;
}

/** Mails, the newest first, those before `after`. Throws `Refused`. */
export function fetchMails(
  slug: string,
  wanted: WantedMail,
  after: string | null,
): Promise<{ items: Mail[]; next: string | null }> {
  const query = new URLSearchParams(mailQueryOf(wanted));
  query.set('limit', '30');
  if (after !== null) query.set('after', after);
  return json(call(slug, `/mails?${query.toString()}`));
}

/** Sends again what was refused or given up. Throws `Refused`. */
export const retryMail = async (slug: string, id: string): Promise<void> => {
  await call(slug, `/mails/${id}/retry`, { method: 'POST' });
};

/** Address of a letter, to be shown in a frame. */
export const letterHref = (slug: string, id: string): string =>
  `/api/v1/events/${encodeURIComponent(slug)}/mails/${id}/letter`;
