import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { io } from 'socket.io-client';
import type { DraftAgenda } from '@kopa/contracts';
import { withAvailability, withPlaced, withSession } from '../agenda/draft-state.js';
import type { DraftRow } from '../agenda/draft-store.js';
import { termsKey } from '../terms/remote.js';
import { agendaKey } from './remote.js';

interface OrganisersBatch {
  stream: string;
  from: number;
  seq: number;
  changes: (DraftRow | { type: 'draft.replaced' | 'release.published' | 'terms.altered'; seq: number })[];
}

/**
 * Keeps the draft that the lists and forms read as others edit it, and the terms of registration where they are shown.
 * `altered` hears of a session by its id, or of null when anything may be otherwise.
 */
export function useFollowedDraft(
  slug: string,
  agenda: DraftAgenda | undefined,
  altered?: (id: string | null) => void,
): void {
  const client = useQueryClient();
  const stream = agenda?.stream;
  const epoch = stream?.epoch;
  useEffect(() => {
    if (epoch === undefined) return undefined;
    const key = agendaKey(slug);
    const known = (): DraftAgenda | undefined => client.getQueryData<DraftAgenda>(key);
    const readAnew = (): void => {
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: termsKey(slug) });
      altered?.(null);
    };
    const socket = io('/live', {
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (give) => give({ event: slug, since: { organisers: known()?.stream.seq ?? 0 }, epoch }),
    });
    socket.on('change', ({ stream: name, from, seq, changes }: OrganisersBatch) => {
      let agendaNow = known();
      if (name !== 'organisers' || agendaNow === undefined) return;
      if (from > agendaNow.stream.seq) {
        socket.emit('sync', { stream: name, since: agendaNow.stream.seq, epoch });
        return;
      }
      let isOld = false;
      for (const row of changes) {
        // The draft may have been read anew since, the terms not.
        if (row.type === 'terms.altered') void client.invalidateQueries({ queryKey: termsKey(slug) });
        if (row.seq <= agendaNow.stream.seq) continue;
        if (row.type === 'draft.updated') {
          agendaNow = withSession(agendaNow, row.after);
          altered?.(row.id);
        } else if (row.type === 'draft.placed') agendaNow = withPlaced(agendaNow, row);
        else if (row.type === 'speaker.available') agendaNow = withAvailability(agendaNow, row.speaker, row.times);
        else if (row.type === 'draft.replaced') isOld = true;
      }
      client.setQueryData<DraftAgenda>(key, {
        ...agendaNow,
        stream: { epoch, seq: Math.max(seq, agendaNow.stream.seq) },
      });
      if (isOld) readAnew();
    });
    socket.on('reset', ({ stream: name }: { stream: string }) => name === 'organisers' && readAnew());
    return () => {
      socket.disconnect();
    };
  }, [slug, epoch, client, altered]);
}
