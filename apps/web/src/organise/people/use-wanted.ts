import { useRouter, useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readWanted, wantedQuery, type WantedPeople } from './remote.js';

/** Whom the page's address wants, so that a list can be sent to a colleague; and what makes it want others. */
export function useWanted(): [WantedPeople, (wanted: WantedPeople) => void] {
  const router = useRouter();
  const query = useRouterState({ select: ({ location }) => location.searchStr });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const wanted = useMemo(() => readWanted(query), [query]);
  return [wanted, (next) => router.history.replace(`${pathname}${wantedQuery(next)}`)];
}
