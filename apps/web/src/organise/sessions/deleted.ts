import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { DraftSession, DraftSpeaker } from '@kopa/contracts';

/** What was deleted here last, so that the list can take it back. */
export type Deleted =
  { session: DraftSession } | { speaker: DraftSpeaker; times: { startsAt: string; endsAt: string }[] | null };

const key = (slug: string) => ['deleted-content', slug] as const;

export const keepDeleted = (client: QueryClient, slug: string, deleted: Deleted | null): void => {
  client.setQueryData(key(slug), deleted);
};

export const useDeleted = (slug: string): Deleted | null =>
  useQuery<Deleted | null>({
    queryKey: key(slug),
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: Infinity,
  }).data;
