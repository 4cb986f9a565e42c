import type {
  PlacesAnswer,
  PlacesOrder,
  PoolStanding,
  RegistrationTerms,
  RegistrationTermsEdit,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

export const termsKey = (slug: string) => ['terms', slug] as const;

export const fetchTerms = (slug: string): Promise<RegistrationTerms> => json(call(slug, '/registration/terms'));

/** Throws `Refused` 412 with the current terms where they are not those of `version`. */
export const editTerms = (slug: string, edit: RegistrationTermsEdit, version: number): Promise<RegistrationTerms> =>
  json(call(slug, '/registration', { method: 'PATCH', body: edit, headers: { 'if-match': `"${version}"` } }));

export const fetchPools = (slug: string): Promise<PoolStanding[]> => json(call(slug, '/places'));

const put = (slug: string, path: string, body: object, version: number): Promise<PlacesAnswer> =>
  json(call(slug, path, { method: 'PUT', body, headers: { 'if-match': `"${version}"` } }));

/**
 * Sets the places of a day, or of the event where `date` is null. Throws `Refused` 412 with the current pool where it is
 * not that of `version`.
 */
export const setPlaces = (
  slug: string,
  date: string | null,
  order: PlacesOrder,
  version: number,
): Promise<PlacesAnswer> => put(slug, date === null ? '/places' : `/days/${date}/places`, order, version);

/** Sets the seats in the coach to a session; throws like `setPlaces`. */
export const setSeats = (slug: string, session: string, capacity: number, version: number): Promise<PlacesAnswer> =>
  put(slug, `/sessions/${encodeURIComponent(session)}/seats`, { capacity }, version);
