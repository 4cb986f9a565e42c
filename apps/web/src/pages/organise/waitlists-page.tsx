import '../../organise/waitlists/words.js';
import '../../styles/organise-waitlists.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { DoneNotice, type Done } from '../../organise/waitlists/done-notice.js';
import { ListsFilters } from '../../organise/waitlists/lists-filters.js';
import { PoolCard } from '../../organise/waitlists/pool-card.js';
import { fetchLists, listsQuery, noneWanted, poolKey } from '../../organise/waitlists/remote.js';
import { useLists } from '../../organise/waitlists/use-lists.js';
import { fetchProgramme } from '../../programme/remote.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** So few are shown with who waits, without being asked for it. */
const openAtMost = 3;

/** What is full and who waits for it, as it is now, and what can be done about it. */
export function WaitlistsPage() {
  const { t } = useTranslation();
  const { slug, state } = useOrganised();
  const [wanted, setWanted] = useLists();
  const [done, setDone] = useState<{ done: Done; nth: number } | null>(null);
  usePageTitle(t('waitlists.title'));
  const isPublic = state === 'public';
  const { data: programme } = useQuery({
    queryKey: ['people-programme', slug],
    queryFn: () => fetchProgramme(slug),
    enabled: isPublic,
    staleTime: 30_000,
  });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['waitlists', slug, 'lists', wanted],
    queryFn: ({ pageParam }) => fetchLists(slug, wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isPublic,
    refetchOnMount: 'always',
    // Places come free and are taken while it is open.
    refetchInterval: 3_000,
  });
  if (!isPublic) return <Notice level={1} title={t('waitlists.unpublished')} hint={t('waitlists.unpublishedHint')} />;
  const lists = data?.pages.flatMap(({ items }) => items);
  const isFiltered = listsQuery(wanted) !== '';
  return (
    <div className="org-narrow">
      <h1 tabIndex={-1}>{t('waitlists.title')}</h1>
      <p className="faint">{t('waitlists.lead')}</p>
      <ListsFilters days={programme?.days ?? []} wanted={wanted} search={setWanted} />
      {lists === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <LoadFailed retry={() => void refetch()} />
        )
      ) : lists.length === 0 ? (
        <Notice
          title={t(isFiltered ? 'waitlists.noneFound' : 'waitlists.none')}
          hint={t(isFiltered ? 'waitlists.noneFoundHint' : 'waitlists.noneHint')}
        >
          {wanted.show !== 'all' && (
            <button
              type="button"
              className="link-button"
              onClick={() => setWanted({ ...(isFiltered ? wanted : noneWanted), show: 'all' })}
            >
              {t('waitlists.showAll')}
            </button>
          )}
        </Notice>
      ) : (
        <ul className="people-list">
          {lists.map((list) => (
            <PoolCard
              key={poolKey(list)}
              list={list}
              isOpenFirst={lists.length <= openAtMost}
              done={(one) => setDone((before) => ({ done: one, nth: (before?.nth ?? 0) + 1 }))}
            />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <button
          type="button"
          className="link-button"
          aria-disabled={isFetchingNextPage}
          onClick={() => !isFetchingNextPage && void fetchNextPage()}
        >
          {t('waitlists.more')}
        </button>
      )}
      {done !== null && <DoneNotice key={done.nth} done={done.done} leave={() => setDone(null)} />}
    </div>
  );
}
