import '../../organise/audit/words.js';
import '../../organise/mail/words.js';
import '../../organise/people/words.js';
import '../../styles/outbox.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { mailQueryOf } from '../../organise/mail/remote.js';
import { useOrganised } from '../../organise/organise-context.js';
import { CorrectDays } from '../../organise/people/correct-days.js';
import { useMomentWords } from '../../organise/people/moment-words.js';
import { PersonCard } from '../../organise/people/person-card.js';
import { PersonFacts } from '../../organise/people/person-facts.js';
import { PersonMails, PersonStory } from '../../organise/people/person-story.js';
import { fetchPerson } from '../../organise/people/remote.js';
import { organiseHref } from '../../organise/places.js';
import { fetchProgramme } from '../../programme/remote.js';
import { rulesQuery } from '../../registration/rules.js';
import { Refused } from '../../shell/call.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** One registration: who it is, where they take part, what they were sent and all that happened. */
export function PersonPage() {
  const { t, i18n } = useTranslation();
  const { slug, may } = useOrganised();
  const { code } = useParams({ from: '/organise/$slug/registrations/$code' });
  const moment = useMomentWords();
  const [isCorrecting, setCorrecting] = useState(false);
  const { data: programme } = useQuery({
    queryKey: ['people-programme', slug],
    queryFn: () => fetchProgramme(slug),
    staleTime: 30_000,
  });
  const { data: rules } = useQuery(rulesQuery(slug));
  const { data, error, refetch } = useQuery({
    queryKey: ['person', slug, code],
    queryFn: () => fetchPerson(slug, code),
    refetchInterval: 10_000,
    refetchOnMount: 'always',
    retry: (count, reason) => !(reason instanceof Refused && reason.status < 500) && count < 3,
  });
  usePageTitle(data?.registration.name ?? t('people.title'));
  const list = (
    <AppLink className="link-button quiet" href={organiseHref(slug, 'registrations')}>
      {t('people.all')}
    </AppLink>
  );
  if (data === undefined || programme === undefined || rules === undefined) {
    if (error instanceof Refused && error.status === 404)
      return (
        <Notice level={1} title={t('people.unknown')} hint={t('people.unknownHint')}>
          {list}
        </Notice>
      );
    return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  }
  const { registration, mails, openings, history } = data;
  const { languages } = programme.event;
  const titles = new Map(
    programme.sessions.map(({ code: session, title }) => [session, pickText(title, i18n.language, languages).text]),
  );
  return (
    <div className="org-narrow people-page">
      <p>{list}</p>
      <h1 tabIndex={-1}>{registration.name}</h1>
      <ul className="people-list">
        <PersonCard person={registration} programme={programme} isAlone />
      </ul>
      {may('registrations.write') && registration.status !== 'cancelled' && !isCorrecting && (
        <p>
          <button type="button" className="link-button" onClick={() => setCorrecting(true)}>
            {t('people.deed.correct')}
          </button>
        </p>
      )}
      {isCorrecting && <CorrectDays person={registration} done={() => setCorrecting(false)} />}
      <section className="people-part">
        <h2>{t('people.facts')}</h2>
        <PersonFacts person={data} rules={rules} languages={languages} />
      </section>
      <section className="people-part">
        <h2>{t('people.mails')}</h2>
        <PersonMails mails={mails} />
        {mails.length > 0 && (
          <AppLink
            className="link-button quiet"
            href={`${organiseHref(slug, 'mail')}${mailQueryOf({ state: '', kind: '', registration: code })}`}
          >
            {t('people.inOutbox')}
          </AppLink>
        )}
      </section>
      <section className="people-part">
        <h2>{t('people.openings')}</h2>
        {openings.length === 0 ? (
          <p className="faint">{t('people.noOpenings')}</p>
        ) : (
          <ul>
            {openings.map(({ at, slot, session }, index) => (
              <li key={`${at} ${slot} ${index}`}>
                {titles.get(session ?? '') ?? session ?? slot} <span className="faint">{moment(at)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="people-part">
        <h2>{t('people.history')}</h2>
        {!may('audit.read') && <p className="faint">{t('people.ownStepsOnly')}</p>}
        <PersonStory history={history} titles={titles} />
      </section>
    </div>
  );
}
