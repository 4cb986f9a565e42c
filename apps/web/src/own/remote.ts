import type { AgendaView, FeedAddress, JoinState, MailChoices, Ticket } from '@kopa/contracts';
import { call, json, refusalOf } from '../shell/call.js';

/** Mail that is not essential. */
export const mailKinds = ['reminders', 'changes', 'messages'] as const;
export type MailKind = (typeof mailKinds)[number];

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

/** Ends mail by the token of a mail's link, or takes it up again: of one kind, or of all that is not essential. */
export async function unsubscribe(token: string, kinds: readonly MailKind[], wanted: boolean): Promise<void> {
  for (const kind of kinds) {
    const answer = await fetch('/api/v1/mail/unsubscribe', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ token, kind, wanted }),
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) throw await refusalOf(answer);
  }
}
