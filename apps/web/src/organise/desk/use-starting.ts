import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Counts, StartingSeats } from '@kopa/contracts';
import { countsKey } from '../../programme/live-keys.js';
import { startingSeats } from './remote.js';

/** Arrivals are told by no socket. */
const lookEvery = 20_000;

export type StartingItem = StartingSeats['items'][number];

/** What starts next, by code: asked again whenever places or the programme change, as the socket says, and now and then. */
export function useStarting(slug: string, seq: number): ReadonlyMap<string, StartingItem> {
  const client = useQueryClient();
  const key = ['desk starting', slug] as const;
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => startingSeats(slug),
    refetchInterval: lookEvery,
    staleTime: 0,
  });
  // Laid there by the socket.
  const { data: counts } = useQuery<Counts | null>({
    queryKey: countsKey(slug),
    queryFn: () => null,
    enabled: false,
  });
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['desk starting', slug] });
  }, [client, slug, seq, counts?.at]);
  return new Map((data?.items ?? []).map((item) => [item.session, item]));
}
