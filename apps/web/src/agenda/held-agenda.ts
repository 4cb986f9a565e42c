import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AgendaView } from '@kopa/contracts';
import { drop, keep, readKept } from '../programme/kept.js';
import { agendaKey, announcementsKey, ownRowsKey } from '../programme/live-keys.js';
import { Refused } from '../shell/call.js';
import { forgetSeen } from './seen.js';
import { fetchAgenda } from './remote.js';

/** One's own agenda as this browser holds it, and when the server gave it (milliseconds since 1970). */
export interface HeldAgenda {
  agenda: AgendaView;
  confirmedAt: number;
  /** Whether it is what was kept for times without a connection. */
  isKept: boolean;
}

const keptAgenda = (slug: string): string => `agenda:${slug}`;

/** Whether the server answered that it knows of no registration here. */
export const isStranger = (error: unknown): boolean => error instanceof Refused && [401, 403].includes(error.status);

/** From the server; without one the agenda that was kept, unless the server says that it is nobody's any more. */
export function agendaQuery(slug: string) {
  return queryOptions({
    queryKey: agendaKey(slug),
    queryFn: async (): Promise<HeldAgenda> => {
      try {
        const held = { agenda: await fetchAgenda(slug), confirmedAt: Date.now() };
        void keep(keptAgenda(slug), held);
        return { ...held, isKept: false };
      } catch (error) {
        if (isStranger(error)) await drop(keptAgenda(slug));
        const isAnswer = error instanceof Refused && error.status < 500;
        const kept = isAnswer ? undefined : await readKept<HeldAgenda>(keptAgenda(slug));
        if (kept === undefined) throw error;
        return { ...kept, isKept: true };
      }
    },
    refetchOnWindowFocus: 'always',
  });
}

/** Lets go of an agenda: its owner cancelled, was erased, or somebody else's link was opened here. */
export function forgetAgenda(client: QueryClient, slug: string): void {
  // Reset, not removed: whoever shows it now would go on showing what was removed.
  void client.resetQueries({ queryKey: agendaKey(slug) });
  void client.resetQueries({ queryKey: ownRowsKey(slug) });
  void client.resetQueries({ queryKey: announcementsKey(slug, 'own') });
  forgetSeen(slug);
  void drop(keptAgenda(slug));
}
