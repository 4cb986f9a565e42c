import { useQuery } from '@tanstack/react-query';
import type { Counts } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { countsKey } from '../programme/live-keys.js';
import { fetchCounts } from './remote.js';

/** How often places are asked for while the socket does not bring them. */
export const askEvery = 20_000;

/** The places left as they are now. */
export function useLivePlaces(): Counts | undefined {
  const { slug, connection } = useEvent();
  const { data } = useQuery({
    queryKey: countsKey(slug),
    queryFn: () => fetchCounts(slug),
    refetchInterval: connection === 'live' ? false : askEvery,
  });
  return data;
}
