import type {
  DraftAgenda,
  DraftAnswer,
  DraftBooked,
  PlacementAnswer,
  PlacementRequest,
  Presence,
  SessionCreation,
  SpeakerAvailability,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

export const fetchDraft = (slug: string): Promise<DraftAgenda> => json(call(slug, '/draft?texts=0'));

export const fetchBooked = (slug: string): Promise<DraftBooked> => json(call(slug, '/draft/booked'));

export const sendPlacements = (slug: string, body: PlacementRequest): Promise<PlacementAnswer> =>
  json(call(slug, '/draft/placements', { method: 'POST', body }));

export const createSession = (
  slug: string,
  body: Pick<SessionCreation, 'code' | 'title' | 'kind'>,
  key: string,
): Promise<DraftAnswer> =>
  json(call(slug, '/draft/sessions', { method: 'POST', body, headers: { 'idempotency-key': key } }));

/** `times` null: always. */
export const setAvailability = (
  slug: string,
  speaker: string,
  times: SpeakerAvailability['times'],
): Promise<SpeakerAvailability> =>
  json(call(slug, `/draft/speakers/${speaker}/availability`, { method: 'PUT', body: { times } }));

export const tellPresence = (slug: string, tab: string, session: string | null): Promise<Presence[]> =>
  json(call(slug, '/draft/presence', { method: 'PUT', body: { tab, session } }));

/** Says so while the page goes away; nobody waits for it. */
export function tellLeaving(slug: string, tab: string): void {
  void fetch(`/api/v1/events/${encodeURIComponent(slug)}/draft/presence`, {
    method: 'PUT',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tab, leaves: true }),
  }).catch(() => undefined);
}
