import type { EventCopy, EventCreation, EventDeletion, EventMade, EventSettings, SettingsEdit } from '@kopa/contracts';
import { call, json, refusalOf } from '../../shell/call.js';

export const fetchSettings = (slug: string): Promise<EventSettings> => json(call(slug, '/draft/settings'));

/** Throws `Refused` 412 with the current settings where they are not those of `version`. */
export const editSettings = (slug: string, edit: SettingsEdit, version: number): Promise<EventSettings> =>
  json(call(slug, '/draft/settings', { method: 'PATCH', body: edit, headers: { 'if-match': `"${version}"` } }));

export const copyEvent = (slug: string, copy: EventCopy, key: string): Promise<EventMade> =>
  json(call(slug, '/copies', { method: 'POST', body: copy, headers: { 'idempotency-key': key } }));

export const fetchDeletion = (slug: string): Promise<EventDeletion> => json(call(slug, '/deletion'));
/** Throws `Refused` 412 when somebody edited the event since `version`. */
export const deleteEvent = (slug: string, version: number): Promise<EventDeletion> =>
  json(call(slug, '', { method: 'DELETE', headers: { 'if-match': `"${version}"` } }));
export const restoreEvent = (slug: string): Promise<EventDeletion> =>
  json(call(slug, '/restoration', { method: 'POST' }));

export async function createEvent(event: EventCreation, key: string): Promise<EventMade> {
  const answer = await fetch('/api/v1/events', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as EventMade;
}
