import '../../organise/people/words.js';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { PeopleFilters } from '../../organise/people/people-filters.js';
import { PersonCard } from '../../organise/people/person-card.js';
import { fetchPeople, wantedQuery } from '../../organise/people/remote.js';
import { useWanted } from '../../organise/people/use-wanted.js';
import { organiseHref } from '../../organise/places.js';
import { rulesQuery } from '../../registration/rules.js';
import { fetchProgramme } from '../../programme/remote.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** Everybody who registered: searched, filtered, and what can be done for each. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { slug, state } = useOrganised();
  const [wanted, setWanted] = useWanted();
  usePageTitle(t('people.title'));
  const isPublic = state === 'public';
  const { data: programme, error: unread } = useQuery({
    queryKey: ['people-programme', slug],
    queryFn: () => fetchProgramme(slug),
    enabled: isPublic,
    staleTime: 30_000,
  });
  const { data: rules } = useQuery({ ...rulesQuery(slug), enabled: isPublic });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['people', slug, wanted],
    queryFn: ({ pageParam }) => fetchPeople(slug, wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isPublic,
    refetchOnMount: 'always',
    // Others register and move up while it is open.
    refetchInterval: 10_000,
  });
  if (!isPublic) return <Notice level={1} title={t('people.unpublished')} hint={t('people.unpublishedHint')} />;
  if (programme === undefined) return unread === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const query = wantedQuery(wanted);
  const people = data?.pages.flatMap(({ items }) => items);
  const sheet = `/api/v1/events/${encodeURIComponent(slug)}/registrations`;
  return (
    <div className="org-narrow">
      <h1 tabIndex={-1}>{t('people.title')}</h1>
      <p className="org-deeds">
        {(['csv', 'xlsx'] as const).map((kind) => (
          <a key={kind} className="link-button" href={`${sheet}.${kind}${query}`} download>
            {t(`people.${query === '' ? 'sheet' : 'sheetOfFound'}.${kind}`)}
          </a>
        ))}
        <AppLink className="link-button" href={organiseHref(slug, 'waitlists')}>
          {t('people.waitlists')}
        </AppLink>
      </p>
      <PeopleFilters programme={programme} questions={rules?.questions ?? []} wanted={wanted} search={setWanted} />
      {people === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <LoadFailed retry={() => void refetch()} />
        )
      ) : people.length === 0 ? (
        <Notice title={t('people.none')} hint={t('people.noneHint')} />
      ) : (
        <>
          <p className="faint" role="status">
            {t(hasNextPage ? 'people.shownOfMore' : 'people.shown', { count: people.length })}
          </p>
          <ul className="people-list">
            {people.map((person) => (
              <PersonCard key={person.code} person={person} programme={programme} />
            ))}
          </ul>
        </>
      )}
      {hasNextPage && (
        <button
          type="button"
          className="link-button"
          aria-disabled={isFetchingNextPage}
          onClick={() => !isFetchingNextPage && void fetchNextPage()}
        >
          {t('people.more')}
        </button>
      )}
    </div>
  );
}
