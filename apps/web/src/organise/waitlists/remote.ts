import type { CapacityAnswer, Queue, RegistrationView, Waitlist, Waitlists } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** Which waitlists are looked at; what is empty is not asked for. */
export interface WantedLists {
  q: string;
  day: string;
  mode: string;
  /** `all`: also where nobody waits. */
  show: string;
}

export const noneWanted: WantedLists = { q: '', day: '', mode: '', show: '' };

/** What an address wants; what it does not understand is left out. */
export function readLists(query: string): WantedLists {
  const said = new URLSearchParams(query);
  const part = (name: keyof WantedLists): string => said.get(name) ?? '';
  return { q: part('q'), day: part('day'), mode: part('mode'), show: part('show') === 'all' ? 'all' : '' };
}

/** The same as an address says it, which others may be given. */
export function listsQuery(wanted: WantedLists): string {
  const asked = Object.entries({ ...wanted, q: wanted.q.trim() }).filter(([, value]) => value !== '');
  return asked.length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`;
}

/** Pools that begin after those of the page before. Throws `Refused`. */
export function fetchLists(slug: string, wanted: WantedLists, after: string | null): Promise<Waitlists> {
  const query = new URLSearchParams(listsQuery(wanted));
  query.set('limit', '25');
  if (after !== null) query.set('after', after);
  return json(call(slug, `/waitlists?${query.toString()}`));
}

export type PoolName = Pick<Waitlist, 'scope' | 'key' | 'mode'>;

const pathOf = ({ scope, key, mode }: PoolName): string => `/waitlists/${scope}/${encodeURIComponent(key)}/${mode}`;

/** Names a pool where it stands among others. */
export const poolKey = ({ scope, key, mode }: PoolName): string => `${scope} ${key} ${mode}`;

/** Who waits for a pool, those after the page before. Throws `Refused`. */
export function fetchQueue(slug: string, pool: PoolName, after: string | null): Promise<Queue> {
  const query = new URLSearchParams({ limit: '30', ...(after === null ? {} : { after }) });
  return json(call(slug, `${pathOf(pool)}?${query.toString()}`));
}

/** Sets how many places there are, of what was seen. Throws `Refused`, 412 when somebody set them meanwhile. */
export const setCapacity = (
  slug: string,
  pool: PoolName & Pick<Waitlist, 'version'>,
  capacity: number | null,
): Promise<CapacityAnswer> =>
  json(
    call(slug, pathOf(pool), {
      method: 'PATCH',
      body: { capacity },
      headers: { 'if-match': `"${pool.version}"` },
    }),
  );

/** Somebody's place. */
export interface PlaceOf {
  code: string;
  place: string;
}

const deed = (slug: string, { code, place }: PlaceOf, part: string, body: object): Promise<RegistrationView> =>
  json(call(slug, `/registrations/${encodeURIComponent(code)}/bookings/${place}/${part}`, { method: 'POST', body }));

/** Gives a place out of turn: a free one, or one over the capacity. */
export const giveOutOfTurn = (
  slug: string,
  of: PlaceOf,
  order: { reason: string; isOver: boolean },
): Promise<RegistrationView> => deed(slug, of, 'promote', order);

/** Takes that back. Throws `Refused`, 409 when it is too late. */
export const undoOutOfTurn = async (slug: string, { code, place }: PlaceOf): Promise<void> => {
  await call(slug, `/registrations/${encodeURIComponent(code)}/bookings/${place}/promote`, { method: 'DELETE' });
};

export const withdrawOffer = (slug: string, of: PlaceOf, reason: string): Promise<RegistrationView> =>
  deed(slug, of, 'withdraw', { reason });

export const takeOffList = (slug: string, of: PlaceOf, reason: string): Promise<RegistrationView> =>
  deed(slug, of, 'remove', { reason });
