import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Change, Programme, ProgrammeTexts } from '@kopa/domain';
import type { EventSummary } from '@kopa/contracts';
import { keep, readKept } from './kept.js';
import { AnswerError, fetchChanges, fetchEvents, fetchProgramme, fetchTexts } from './remote.js';

/** The programme that this browser holds, and when the server last confirmed it (milliseconds since 1970). */
export interface HeldProgramme {
  programme: Programme;
  confirmedAt: number;
}

export const programmeKey = (slug: string): readonly string[] => ['programme', slug];
export const textsKey = (slug: string): readonly string[] => ['texts', slug];
export const recentKey = (slug: string): readonly string[] => ['recent', slug];
const keptProgramme = (slug: string): string => `programme:${slug}`;

/** An answer of the server is final; anything else (no network, timeout, 5xx) falls back to what was kept. */
function isRefused(error: unknown): boolean {
  return error instanceof AnswerError && error.status < 500;
}

/** Fetches and keeps; where there is no answer, what was kept. */
export async function orKept<T>(key: string, fetched: () => Promise<T>): Promise<T> {
  try {
    const value = await fetched();
    void keep(key, value);
    return value;
  } catch (error) {
    const kept = isRefused(error) ? undefined : await readKept<T>(key);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Whichever of two is further along the same stream; another epoch means a new stream, so the fetched one. */
export function furtherOf(held: HeldProgramme | undefined, fetched: HeldProgramme): HeldProgramme {
  if (held === undefined || held.programme.epoch !== fetched.programme.epoch) return fetched;
  return held.programme.seq > fetched.programme.seq ? { ...held, confirmedAt: fetched.confirmedAt } : fetched;
}

/** Snapshot from the server, or the one kept with its age; a snapshot older than what the socket brought is not taken. */
export function programmeQuery(client: QueryClient, slug: string) {
  return queryOptions({
    queryKey: programmeKey(slug),
    queryFn: () =>
      orKept(keptProgramme(slug), async () => {
        const fetched = { programme: await fetchProgramme(slug), confirmedAt: Date.now() };
        return furtherOf(client.getQueryData<HeldProgramme>(programmeKey(slug)), fetched);
      }),
  });
}

/** Holds a programme and keeps it for the next visit without a connection. */
export function hold(client: QueryClient, slug: string, held: HeldProgramme): void {
  client.setQueryData(programmeKey(slug), held);
  void keep(keptProgramme(slug), held);
}

/** What is held now; undefined before the first answer. */
export function heldProgramme(client: QueryClient, slug: string): HeldProgramme | undefined {
  return client.getQueryData<HeldProgramme>(programmeKey(slug));
}

/** The long texts, from the server or as kept. */
export function textsQuery(slug: string) {
  return queryOptions({
    queryKey: textsKey(slug),
    queryFn: (): Promise<ProgrammeTexts> => orKept(`texts:${slug}`, () => fetchTexts(slug)),
  });
}

/** The public events, from the server or as kept. */
export const eventsQuery = queryOptions({
  queryKey: ['events'],
  queryFn: (): Promise<EventSummary[]> => orKept('events', fetchEvents),
  staleTime: 30_000,
});

/** How many rows of the stream's end are read for "changed in the last minutes". */
const recentRows = 40;

/** The stream's last rows as read once; the socket adds to them. Empty when the server does not have them any more. */
export function recentQuery(slug: string, programme: Programme) {
  return queryOptions({
    queryKey: recentKey(slug),
    queryFn: async (): Promise<Change[]> => {
      try {
        return (await fetchChanges(slug, Math.max(0, programme.seq - recentRows), programme.epoch)).changes;
      } catch {
        return [];
      }
    },
  });
}
