import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { io } from 'socket.io-client';
import type { DraftAgenda, Presence } from '@kopa/contracts';
import { newKey } from '../../registration/new-key.js';
import { DraftStore, type DraftRow, type DraftStanding } from './draft-store.js';
import { fetchBooked, fetchDraft, tellLeaving, tellPresence } from './remote.js';

const presenceEvery = 10_000;

interface OrganisersBatch {
  stream: string;
  from: number;
  seq: number;
  changes: (DraftRow | { type: 'draft.replaced'; seq: number } | { type: 'release.published'; seq: number })[];
}

const draftKey = (slug: string) => ['draft', slug] as const;

/** Fetches the draft anew each time that the editor opens. */
export function useDraft(slug: string) {
  return useQuery({ queryKey: draftKey(slug), queryFn: () => fetchDraft(slug), refetchOnMount: 'always', gcTime: 0 });
}

/** What is booked, for clashes with people; without it the editor works all the same. */
export function useBooked(slug: string) {
  return useQuery({ queryKey: ['draft-booked', slug], queryFn: () => fetchBooked(slug), refetchInterval: 60_000 });
}

/** The draft that is edited here, and followed as others edit it. */
export function useDraftStore(slug: string, agenda: DraftAgenda): { store: DraftStore; standing: DraftStanding } {
  const [store] = useState(() => new DraftStore(slug, agenda));
  const client = useQueryClient();
  const standing = useSyncExternalStore(store.subscribe, store.read);
  useEffect(() => {
    let { seq, epoch } = agenda.stream;
    let isOver = false;
    const socket = io('/live', {
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (give) => give({ event: slug, since: { organisers: seq }, epoch }),
    });
    const readAnew = async (): Promise<void> => {
      try {
        const fresh = await fetchDraft(slug);
        if (isOver) return;
        ({ seq, epoch } = fresh.stream);
        store.replace(fresh);
      } catch {
        // The next connection asks again.
      }
    };
    socket.on('change', ({ stream, from, seq: to, changes }: OrganisersBatch) => {
      if (stream !== 'organisers') return;
      if (from > seq) {
        socket.emit('sync', { stream, since: seq, epoch });
        return;
      }
      for (const row of changes) {
        if (row.seq <= seq) continue;
        if (row.type === 'draft.replaced') void readAnew();
        else if (row.type !== 'release.published') store.take(row);
      }
      seq = Math.max(seq, to);
    });
    socket.on('reset', ({ stream }: { stream: string }) => {
      if (stream === 'organisers') void readAnew();
    });
    socket.on('connect', () => store.wake());
    const wake = (): void => store.wake();
    window.addEventListener('online', wake);
    return () => {
      isOver = true;
      window.removeEventListener('online', wake);
      socket.disconnect();
      client.removeQueries({ queryKey: draftKey(slug) });
    };
  }, [store, slug, agenda, client]);
  useEffect(() => () => store.close(), [store]);
  return { store, standing };
}

/** Says every few seconds that the editor is open here, and tells where else it is. */
export function usePresence(slug: string, session: string | null): readonly Presence[] {
  const tab = useMemo(() => newKey(), []);
  const [others, setOthers] = useState<readonly Presence[]>([]);
  useEffect(() => {
    let isOver = false;
    const tell = (): void => {
      if (document.visibilityState === 'visible')
        tellPresence(slug, tab, session).then(
          (found) => !isOver && setOthers(found),
          () => undefined,
        );
    };
    tell();
    const timer = window.setInterval(tell, presenceEvery);
    document.addEventListener('visibilitychange', tell);
    return () => {
      isOver = true;
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [slug, tab, session]);
  useEffect(() => {
    const leave = (): void => tellLeaving(slug, tab);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [slug, tab]);
  return others;
}
