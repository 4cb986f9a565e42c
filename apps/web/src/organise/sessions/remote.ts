import { queryOptions } from '@tanstack/react-query';
import type {
  DraftAnswer,
  DraftSession,
  DraftSpeaker,
  SessionCreation,
  SessionDeleted,
  SessionEdits,
  SessionPatch,
  SessionsEdited,
  SpeakerCreation,
  SpeakerPatch,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';
import { fetchDraft } from '../agenda/remote.js';

export const agendaKey = (slug: string) => ['draft-content', slug] as const;

/** The draft without its long texts, for lists and forms. */
export const agendaQuery = (slug: string) =>
  queryOptions({ queryKey: agendaKey(slug), queryFn: () => fetchDraft(slug), refetchOnMount: 'always' });

const seen = (version: number) => ({ 'if-match': `"${version}"` });

export const fetchSession = async (slug: string, id: string): Promise<DraftSession> =>
  (await json<DraftAnswer>(call(slug, `/draft/sessions/${id}`))).session;

/** Throws `Refused` 412 with the session as it is when it is not at `version`. */
export const patchSession = async (
  slug: string,
  id: string,
  patch: SessionPatch,
  version: number,
): Promise<DraftSession> =>
  (
    await json<DraftAnswer>(
      call(slug, `/draft/sessions/${id}`, { method: 'PATCH', body: patch, headers: seen(version) }),
    )
  ).session;

/** Throws `Refused` 409 with the code of what stands in the way. */
export const deleteSession = (slug: string, id: string, version: number, withdraws: boolean): Promise<SessionDeleted> =>
  json(
    call(slug, `/draft/sessions/${id}${withdraws ? '?withdraw=1' : ''}`, { method: 'DELETE', headers: seen(version) }),
  );

export const makeSession = (slug: string, body: SessionCreation, key: string): Promise<DraftAnswer> =>
  json(call(slug, '/draft/sessions', { method: 'POST', body, headers: { 'idempotency-key': key } }));

/** All or none; throws `Refused` 412 when one of them was edited meanwhile. */
export const editSessions = (slug: string, body: SessionEdits): Promise<SessionsEdited> =>
  json(call(slug, '/draft/session-edits', { method: 'POST', body }));

export const fetchSpeaker = (slug: string, id: string): Promise<DraftSpeaker> =>
  json(call(slug, `/draft/speakers/${id}`));

export const makeSpeaker = (slug: string, body: SpeakerCreation, key: string): Promise<DraftSpeaker> =>
  json(call(slug, '/draft/speakers', { method: 'POST', body, headers: { 'idempotency-key': key } }));

export const patchSpeaker = (slug: string, id: string, patch: SpeakerPatch, version: number): Promise<DraftSpeaker> =>
  json(call(slug, `/draft/speakers/${id}`, { method: 'PATCH', body: patch, headers: seen(version) }));

export const deleteSpeaker = (slug: string, id: string, version: number): Promise<DraftSpeaker> =>
  json(call(slug, `/draft/speakers/${id}`, { method: 'DELETE', headers: seen(version) }));
