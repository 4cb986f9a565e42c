import type { DraftSpeaker, SpeakerAvailability, SpeakerOpening, SpeakerProfile, SpeakerView } from '@kopa/contracts';
import { call, json } from '../shell/call.js';

/** Keeps the token of a speaker's link in a cookie that no script reads. */
export const keepSpeaker = (slug: string, token: string, opening: SpeakerOpening): Promise<Response> =>
  call(slug, '/speaker/cookie', { method: 'PUT', body: opening, headers: { authorization: `Bearer ${token}` } });

export const fetchSpeaker = (slug: string): Promise<SpeakerView> => json(call(slug, '/speaker'));

/** Throws `Refused` 412 with the current profile where it is not that of `version`. */
export const saveProfile = (slug: string, profile: SpeakerProfile, version: number): Promise<DraftSpeaker> =>
  json(call(slug, '/speaker/profile', { method: 'PATCH', body: profile, headers: { 'if-match': `"${version}"` } }));

export const saveAvailability = (slug: string, times: SpeakerAvailability['times']): Promise<SpeakerAvailability> =>
  json(call(slug, '/speaker/availability', { method: 'PUT', body: { times } }));

export const takeBack = (slug: string, file: string): Promise<Response> =>
  call(slug, `/speaker/files/${encodeURIComponent(file)}`, { method: 'DELETE' });
