import type { AgendaView, Star, SwapOrder } from '@kopa/contracts';
import type { PlaceMode } from '@kopa/domain';
import { call, json } from '../shell/call.js';

const starOf = (code: string): string => `/me/stars/${encodeURIComponent(code)}`;

export const fetchAgenda = (slug: string): Promise<AgendaView> => json(call(slug, '/me/agenda'));

export const putStar = (slug: string, code: string, mode: PlaceMode | null = null): Promise<Star> =>
  json(call(slug, starOf(code), { method: 'PUT', body: { mode } }));

export const removeStar = async (slug: string, code: string): Promise<void> => {
  await call(slug, starOf(code), { method: 'DELETE' });
};

/** Gives up one session and takes another in one go; nothing is given up where the other is full. */
export const swap = (slug: string, order: SwapOrder): Promise<AgendaView> =>
  json(call(slug, '/me/agenda/swaps', { method: 'POST', body: order }));
