import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { io } from 'socket.io-client';
import type { Counts } from '@kopa/contracts';
import { heldProgramme } from '../programme/held-programme.js';
import { fetchCounts } from './remote.js';

export const countsKey = (slug: string): readonly string[] => ['counts', slug];
export const ownKey = (slug: string): readonly string[] => ['own', slug];

const askEvery = 20_000;

interface OwnFrame {
  stream: string;
  seq: number;
}
interface Synced {
  streams: Partial<Record<string, number>>;
}

/**
 * Keeps the places left right, and the own registration too where `person` names one: by socket, and by asking now and
 * then while there is none. The socket of the programme follows the public stream only and knows nobody's cookie.
 */
export function useLivePlaces(slug: string, person: string | null): Counts | undefined {
  const client = useQueryClient();
  const { data: counts } = useQuery({ queryKey: countsKey(slug), queryFn: () => fetchCounts(slug) });

  useEffect(() => {
    let isOver = false;
    let seen = 0;
    const refresh = (): void => void client.invalidateQueries({ queryKey: ownKey(slug) });
    const socket = io('/live', {
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      forceNew: true,
      auth: (give) => {
        const event = heldProgramme(client, slug)?.programme.seq ?? 0;
        give({ event: slug, since: person === null ? { event } : { event, me: seen } });
      },
    });
    socket.on('counts', (value: Counts) => client.setQueryData(countsKey(slug), value));
    socket.on('change', ({ stream, seq }: OwnFrame) => {
      if (stream !== 'me') return;
      seen = Math.max(seen, seq);
      refresh();
    });
    socket.on('synced', ({ streams }: Synced) => {
      seen = streams['me'] ?? seen;
      // Queue positions move without a row of one's own stream: a fresh look after each connection.
      if (person !== null) refresh();
    });
    socket.on('reset', ({ stream, seq }: OwnFrame) => {
      if (stream !== 'me') return;
      seen = seq;
      refresh();
    });
    socket.on('disconnect', (reason) => {
      if (isOver || reason !== 'io server disconnect') return;
      // The server ended it on purpose: whether the registration still stands, the answer to the next question says.
      refresh();
      window.setTimeout(() => !isOver && socket.connect(), 2_000);
    });
    const ask = (): void => {
      if (document.visibilityState !== 'visible' || socket.connected) return;
      void client.invalidateQueries({ queryKey: countsKey(slug) });
      if (person !== null) refresh();
    };
    const timer = window.setInterval(ask, askEvery);
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      socket.disconnect();
    };
  }, [client, slug, person]);

  return counts;
}
