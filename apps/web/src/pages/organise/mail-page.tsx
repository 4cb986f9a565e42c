import '../../organise/mail/words.js';
import '../../styles/outbox.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mailStates } from '@kopa/contracts';
import { MailCard } from '../../organise/mail/mail-card.js';
import { fetchMails, mailQueryOf, readMailQuery } from '../../organise/mail/remote.js';
import { useOrganised } from '../../organise/organise-context.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** All mail of the event, for its organisers: they see what did not arrive, and can send it again. */
export function MailPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const router = useRouter();
  const query = useRouterState({ select: ({ location }) => location.searchStr });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const wanted = readMailQuery(query);
  const { state, kind, registration } = wanted;
  const look = (next: typeof wanted): void => router.history.replace(`${pathname}${mailQueryOf(next)}`);
  usePageTitle(t('outbox.title'));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['outbox', slug, state, kind, registration],
    queryFn: ({ pageParam }) => fetchMails(slug, wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
  });
  if (error !== null && data === undefined) return <LoadFailed retry={() => void refetch()} />;
  const mails = data?.pages.flatMap(({ items }) => items);
  // Kinds have dots, which are paths to `t`.
  const kinds = Object.entries(t('outbox.kind', { returnObjects: true }) as Record<string, string>);
  return (
    <div className="outbox">
      <h1 tabIndex={-1}>{t('outbox.title')}</h1>
      <p className="faint">{t('outbox.lead')}</p>
      <div className="outbox-filter" role="group" aria-label={t('outbox.filter')}>
        {['', ...mailStates].map((one) => (
          <button key={one} type="button" aria-pressed={state === one} onClick={() => look({ ...wanted, state: one })}>
            {one === '' ? t('outbox.all') : t(`outbox.state.${one}`)}
          </button>
        ))}
      </div>
      <label className="org-field outbox-kind">
        {t('outbox.kinds')}
        <select className="org-input" value={kind} onChange={({ target }) => look({ ...wanted, kind: target.value })}>
          <option value="">{t('outbox.all')}</option>
          {kinds.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {registration !== '' && (
        <p>
          {t('outbox.onlyTo', { code: registration })}{' '}
          <button type="button" className="link-button quiet" onClick={() => look({ ...wanted, registration: '' })}>
            {t('outbox.toAll')}
          </button>
        </p>
      )}
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
        <button
          type="button"
          className="link-button"
          aria-disabled={isFetchingNextPage}
          onClick={() => !isFetchingNextPage && void fetchNextPage()}
        >
          {t('outbox.more')}
        </button>
      )}
    </div>
  );
}
