import '../../organise/audit/words.js';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryCard } from '../../organise/audit/entry-card.js';
import { AuditFilters, everything } from '../../organise/audit/filters.js';
import { fetchAudit } from '../../organise/audit/remote.js';
import { useOrganised } from '../../organise/organise-context.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** Who did what, searched by who, what and when. */
export function AuditPage() {
  const { t } = useTranslation();
  usePageTitle(t('audit.title'));
  const { may } = useOrganised();
  if (!may('audit.read')) return <Notice level={1} title={t('audit.noPart')} hint={t('audit.noPartHint')} />;
  return (
    <div className="org-narrow">
      <h1 tabIndex={-1}>{t('audit.title')}</h1>
      <p className="faint">{t('audit.lead')}</p>
      <Entries />
    </div>
  );
}

function Entries() {
  const { t } = useTranslation();
  const { slug, zone } = useOrganised();
  const [wanted, setWanted] = useState(everything);
  const [who, setWho] = useState<{ who: string; name: string } | null>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', slug, wanted, who?.who],
    queryFn: ({ pageParam }) => fetchAudit(slug, zone, { ...wanted, who: who?.who ?? '' }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 10_000,
  });
  const entries = data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <AuditFilters onSearch={setWanted} />
      <div role="status">
        {who !== null && (
          <p>
            {t('audit.only', { name: who.name })}{' '}
            <button type="button" className="audit-who" onClick={() => setWho(null)}>
              {t('audit.anybody')}
            </button>
          </p>
        )}
      </div>
      {entries === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <LoadFailed retry={() => void refetch()} />
        )
      ) : entries.length === 0 ? (
        <Notice title={t('audit.none')} hint={t('audit.noneHint')} />
      ) : (
        <ul className="audit-entries">
          {entries.map((entry) => (
            <EntryCard key={entry.id} entry={entry} onWho={(one, name) => setWho({ who: one, name })} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('audit.more')}
        </Button>
      )}
    </>
  );
}
