import type { AgendaView, FeedAddress, JoinState, MailChoices, Ticket } from '@kopa/contracts';
import { call, json, Refused } from '../registration/remote.js';

export const ticketKey = (slug: string): readonly string[] => ['ticket', slug];

/** The old address opens nothing from then on. */
export const reissueFeed = (slug: string): Promise<FeedAddress> =>
  json(call(slug, '/me/feed/reissue', { method: 'POST' }));

export const chooseMail = (slug: string, choices: MailChoices): Promise<AgendaView['mail']> =>
  json(call(slug, '/me/mail', { method: 'PUT', body: choices }));

export const fetchTicket = (slug: string): Promise<Ticket> => json(call(slug, '/me/ticket'));

export const reissueTicket = (slug: string): Promise<Ticket> =>
  json(call(slug, '/me/ticket/reissue', { method: 'POST' }));

/** Whether this browser, or who holds the token, can join a slot now. */
export const fetchJoin = (slug: string, slot: string, token: string): Promise<JoinState> =>
  json(
    call(
      slug,
      `/join/${encodeURIComponent(slot)}${token === '' ? '' : `?${new URLSearchParams({ token }).toString()}`}`,
    ),
  );

/** Ends mail of a kind by the token of a mail's link, or takes it up again. */
export async function unsubscribe(
  token: string,
  kind: 'reminders' | 'changes' | undefined,
  wanted: boolean,
): Promise<AgendaView['mail']> {
  const answer = await fetch('/api/v1/mail/unsubscribe', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ token, wanted, ...(kind === undefined ? {} : { kind }) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw new Refused(answer.status, '', '', [], {});
  return (await answer.json()) as AgendaView['mail'];
}
