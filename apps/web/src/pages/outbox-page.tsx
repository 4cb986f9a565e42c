import '../outbox/words.js';
import '../styles/outbox.css';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mailStates, type MailState } from '@kopa/contracts';
import { MailCard } from '../outbox/mail-card.js';
import { fetchMails, Unanswered } from '../outbox/remote.js';
import { useEvent } from '../programme/event-context.js';
import { AppLink } from '../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';

/** All mail of the event, for its organisers: they see what did not arrive, and can send it again. */
export function OutboxPage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const [state, setState] = useState<MailState | null>(null);
  usePageTitle(t('outbox.title'));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['outbox', slug, state],
    queryFn: ({ pageParam }) => fetchMails(slug, state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
    retry: (count, reason) => !(reason instanceof Unanswered && reason.status < 500) && count < 3,
  });
  if (error instanceof Unanswered && (error.status === 401 || error.status === 403))
    return (
      <Notice level={1} title={t('outbox.stranger')} hint={t('outbox.strangerHint')}>
        <AppLink className="link-button" href="/">
          {t('app.allEvents')}
        </AppLink>
      </Notice>
    );
  if (error !== null && data === undefined) return <LoadFailed retry={() => void refetch()} />;
  const mails = data?.pages.flatMap(({ items }) => items);
  return (
    <div className="outbox">
      <h1 tabIndex={-1}>{t('outbox.title')}</h1>
      <p className="faint">{t('outbox.lead')}</p>
      <div className="outbox-filter" role="group" aria-label={t('outbox.filter')}>
        {[null, ...mailStates].map((one) => (
          <button key={one ?? 'all'} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
            {one === null ? t('outbox.all') : t(`outbox.state.${one}`)}
          </button>
        ))}
      </div>
      {mails === undefined ? (
        <Loading />
      ) : mails.length === 0 ? (
        <Notice title={t('outbox.none')} hint={t('outbox.noneHint')} />
      ) : (
        <ul>
          {mails.map((mail) => (
            <MailCard key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('outbox.more')}
        </Button>
      )}
    </div>
  );
}
