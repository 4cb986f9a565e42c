import type { Mail, MessageInput, MessagePreview, MessageVersions, PeopleMessage } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

export const fetchMessages = (slug: string): Promise<{ items: PeopleMessage[]; next: string | null }> =>
  json(call(slug, '/messages?limit=20'));

export const previewMessage = (slug: string, order: MessageInput): Promise<MessagePreview> =>
  json(call(slug, '/messages/preview', { method: 'POST', body: order }));

/** To whoever is signed in; gives their address. */
export const testMessage = (
  slug: string,
  order: { versions: MessageVersions; isEssential: boolean },
): Promise<{ recipient: string }> => json(call(slug, '/messages/test', { method: 'POST', body: order }));

/** The same key is the same message, however often it is sent. */
export const sendMessage = (slug: string, order: MessageInput, key: string): Promise<PeopleMessage> =>
  json(call(slug, '/messages', { method: 'POST', body: order, headers: { 'idempotency-key': key } }));

export const stopMessage = (slug: string, id: string): Promise<PeopleMessage> =>
  json(call(slug, `/messages/${id}/stop`, { method: 'POST' }));

/** Mails of a message, the newest first, those before `after`. */
export function fetchMailsOf(
  slug: string,
  id: string,
  after: string | null,
): Promise<{ items: Mail[]; next: string | null }> {
  const query = new URLSearchParams({ message: id, limit: '50', ...(after === null ? {} : { after }) });
  return json(call(slug, `/mails?${query.toString()}`));
}
