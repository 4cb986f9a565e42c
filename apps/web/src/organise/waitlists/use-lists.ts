import { useRouter, useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';
import { listsQuery, readLists, type WantedLists } from './remote.js';

/** Which waitlists the page's address wants, so that it can be sent to a colleague; and what makes it want others. */
export function useLists(): [WantedLists, (wanted: WantedLists) => void] {
  const router = useRouter();
  const query = useRouterState({ select: ({ location }) => location.searchStr });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const wanted = useMemo(() => readLists(query), [query]);
  return [wanted, (next) => router.history.replace(`${pathname}${listsQuery(next)}`)];
}
