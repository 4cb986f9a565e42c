import type {
  PlacesAnswer,
  PlacesOrder,
  PoolStanding,
  RegistrationTerms,
  RegistrationTermsEdit,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

export const fetchTerms = (slug: string): Promise<RegistrationTerms> => json(call(slug, '/registration/terms'));

/** Throws `Refused` 412 with the current terms where they are not those of `version`. */
export const editTerms = (slug: string, edit: RegistrationTermsEdit, version: number): Promise<RegistrationTerms> =>
  json(call(slug, '/registration', { method: 'PATCH', body: edit, headers: { 'if-match': `"${version}"` } }));

export const fetchPools = (slug: string): Promise<PoolStanding[]> => json(call(slug, '/places'));

/** Sets the places of a day, or of the event where `date` is null. */
export const setPlaces = (slug: string, date: string | null, order: PlacesOrder): Promise<PlacesAnswer> =>
  json(call(slug, date === null ? '/places' : `/days/${date}/places`, { method: 'PUT', body: order }));

/** Sets the seats in the coach to a session. */
export const setSeats = (slug: string, session: string, capacity: number): Promise<PlacesAnswer> =>
  json(call(slug, `/sessions/${encodeURIComponent(session)}/seats`, { method: 'PUT', body: { capacity } }));
