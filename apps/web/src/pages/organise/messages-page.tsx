import '../../organise/mail/words.js';
import '../../organise/messages/words.js';
import '../../organise/people/words.js';
import '../../styles/outbox.css';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageForm } from '../../organise/messages/message-form.js';
import { fetchMessages } from '../../organise/messages/remote.js';
import { SentMessage } from '../../organise/messages/sent-message.js';
import { useOrganised } from '../../organise/organise-context.js';
import { PeopleFilters } from '../../organise/people/people-filters.js';
import { countPeople } from '../../organise/people/remote.js';
import { useWanted } from '../../organise/people/use-wanted.js';
import { fetchProgramme } from '../../programme/remote.js';
import { rulesQuery } from '../../registration/rules.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** Writes to everybody or to those who are chosen, and shows what became of what was sent. */
export function MessagesPage() {
  const { t } = useTranslation();
  const { slug, state, may } = useOrganised();
  const [wanted, setWanted] = useWanted();
  const isPublic = state === 'public' && may('registrations.write');
  usePageTitle(t('messages.title'));
  const {
    data: programme,
    error,
    refetch,
  } = useQuery({
    queryKey: ['people-programme', slug],
    queryFn: () => fetchProgramme(slug),
    enabled: isPublic,
    staleTime: 30_000,
  });
  const { data: rules } = useQuery({ ...rulesQuery(slug), enabled: isPublic });
  const { data: count } = useQuery({
    queryKey: ['people count', slug, wanted],
    queryFn: () => countPeople(slug, wanted),
    enabled: isPublic,
    refetchInterval: 10_000,
  });
  const { data: sent } = useQuery({
    queryKey: ['messages', slug],
    queryFn: () => fetchMessages(slug),
    enabled: isPublic,
    refetchOnMount: 'always',
    refetchInterval: 3_000,
  });
  const segment = useMemo(
    () => Object.fromEntries(Object.entries({ ...wanted, q: wanted.q.trim() }).filter(([, value]) => value !== '')),
    [wanted],
  );
  if (!may('registrations.write'))
    return <Notice level={1} title={t('messages.noPart')} hint={t('messages.noPartHint')} />;
  if (!isPublic) return <Notice level={1} title={t('people.unpublished')} hint={t('people.unpublishedHint')} />;
  if (programme === undefined || rules === undefined)
    return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return (
    <div className="org-narrow people-page">
      <h1 tabIndex={-1}>{t('messages.title')}</h1>
      <p className="faint">{t('messages.lead')}</p>
      <section className="people-part">
        <h2>{t('messages.whom')}</h2>
        <PeopleFilters programme={programme} questions={rules.questions} wanted={wanted} search={setWanted} />
        <p role="status">
          <b>{count === undefined ? t('messages.counting') : t('messages.count', { count })}</b>
        </p>
        {wanted.status === '' && <p className="faint">{t('messages.noCancelled')}</p>}
      </section>
      <MessageForm segment={segment} />
      <section className="people-part">
        <h2>{t('messages.sentMessages')}</h2>
        {sent === undefined ? (
          <Loading />
        ) : sent.items.length === 0 ? (
          <Notice title={t('messages.none')} hint={t('messages.noneHint')} />
        ) : (
          <ul className="people-list">
            {sent.items.map((message) => (
              <SentMessage key={message.id} message={message} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
