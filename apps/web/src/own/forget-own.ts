import type { QueryClient } from '@tanstack/react-query';
import { forgetAgenda } from '../agenda/held-agenda.js';
import { ownKey } from '../programme/live-keys.js';
import { forgetTicket } from './held-ticket.js';

/** Lets go of all that this browser holds and keeps of a registration; what is on the page is asked for anew. */
export function forgetOwn(client: QueryClient, slug: string): void {
  void client.resetQueries({ queryKey: ownKey(slug) });
  forgetAgenda(client, slug);
  forgetTicket(client, slug);
}
