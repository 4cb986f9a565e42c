import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Ticket } from '@kopa/contracts';
import { drop, keep, readKept } from '../programme/kept.js';
import { Refused } from '../shell/call.js';
import { fetchTicket } from './remote.js';

/** One's own ticket as this browser holds it. */
export interface HeldTicket {
  ticket: Ticket;
  /** When the server gave it (milliseconds since 1970). */
  at: number;
  /** Whether it is what was kept for times without a connection. */
  isKept: boolean;
}

const ticketKey = (slug: string): readonly string[] => ['ticket', slug];
const keptTicket = (slug: string): string => `ticket:${slug}`;

/** From the server, else as it was kept: a farm's gate may have no signal. What the server refuses is kept no longer. */
export function ticketQuery(slug: string) {
  return queryOptions({
    queryKey: ticketKey(slug),
    queryFn: async (): Promise<HeldTicket> => {
      try {
        const held = { ticket: await fetchTicket(slug), at: Date.now() };
        void keep(keptTicket(slug), held);
        return { ...held, isKept: false };
      } catch (error) {
        const isAnswer = error instanceof Refused && error.status < 500;
        if (isAnswer) await drop(keptTicket(slug));
        const kept = isAnswer ? undefined : await readKept<Omit<HeldTicket, 'isKept'>>(keptTicket(slug));
        if (kept === undefined) throw error;
        return { ...kept, isKept: true };
      }
    },
    refetchOnMount: 'always',
    refetchOnReconnect: 'always',
    refetchOnWindowFocus: 'always',
  });
}

/** Holds a ticket that the server has just given. */
export function holdTicket(client: QueryClient, slug: string, ticket: Ticket): void {
  const held = { ticket, at: Date.now() };
  client.setQueryData<HeldTicket>(ticketKey(slug), { ...held, isKept: false });
  void keep(keptTicket(slug), held);
}

/** Lets go of a ticket: its owner cancelled, was erased, or somebody else's link was opened here. */
export function forgetTicket(client: QueryClient, slug: string): void {
  void client.resetQueries({ queryKey: ticketKey(slug) });
  void drop(keptTicket(slug));
}
