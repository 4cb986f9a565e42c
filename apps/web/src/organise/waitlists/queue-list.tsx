import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Waitlist } from '@kopa/contracts';
import { LoadFailed, Loading } from '../../shell/notices.js';
import { useOrganised } from '../organise-context.js';
import { fetchQueue, poolKey } from './remote.js';
import { QueuedRow } from './queued-row.js';
import type { DoneForOne } from './done-notice.js';

interface QueueListProps {
  list: Waitlist;
  what: string;
  done: (done: DoneForOne) => void;
}

/** Who is offered a place and who waits, in the order in which they are served; it moves while one looks. */
export function QueueList({ list, what, done }: QueueListProps) {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['waitlists', slug, 'queue', poolKey(list)],
    queryFn: ({ pageParam }) => fetchQueue(slug, list, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 3_000,
  });
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  const now = data.pages[0]?.waitlist ?? list;
  const groups = [
    ['offered', items.filter(({ status }) => status === 'offered')],
    ['waiting', items.filter(({ status }) => status === 'waitlisted')],
  ] as const;
  return (
    <div className="wait-queue">
      {items.length === 0 && <p className="faint">{t('waitlists.queue.nobody')}</p>}
      {!may('registrations.read') && items.length > 0 && <p className="faint">{t('waitlists.queue.curtailed')}</p>}
      {groups.map(
        ([group, those]) =>
          those.length > 0 && (
            <section key={group} aria-label={`${t(`waitlists.queue.${group}`)}: ${what}`}>
              <h3>{t(`waitlists.queue.${group}`)}</h3>
              <ol className="wait-rows" data-group={group}>
                {those.map((one) => (
                  <QueuedRow key={one.place} list={now} one={one} done={done} />
                ))}
              </ol>
            </section>
          ),
      )}
      {hasNextPage && (
        <button
          type="button"
          className="link-button"
          aria-disabled={isFetchingNextPage}
          onClick={() => !isFetchingNextPage && void fetchNextPage()}
        >
          {t('waitlists.more')}
          <span className="visually-hidden">: {what}</span>
        </button>
      )}
    </div>
  );
}
