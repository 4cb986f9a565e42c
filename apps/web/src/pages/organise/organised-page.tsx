import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import { LocalText } from '../../language/local-text.js';
import { organisedQuery, Stranger } from '../../organise/organise-context.js';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { organiseHref } from '../../organise/places.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { dateRange } from '../../time/clock-face.js';

/** The events that whoever is signed in organises. */
export function OrganisedPage() {
  const { t, i18n } = useTranslation();
  const { data: events, error, refetch } = useQuery(organisedQuery);
  usePageTitle(t('organise.title'));
  return (
    <OrganiseShell>
      {events === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <LoadFailed retry={() => void refetch()} />
        )
      ) : events === null ? (
        <Stranger isSignedIn={false} />
      ) : events.length === 0 ? (
        <Notice level={1} title={t('organise.none')} hint={t('organise.noneHint')} />
      ) : (
        <div className="org-narrow">
          <h1 tabIndex={-1}>{t('organise.title')}</h1>
          <p className="faint">{t('organise.lead')}</p>
          <ul className="org-cards">
            {events.map(({ slug, title, languages, role, state, firstDay, lastDay }) => (
              <li key={slug}>
                <AppLink href={organiseHref(slug)}>
                  <LocalText texts={title} fallbacks={languages} />
                </AppLink>
                <p className="faint">
                  {[
                    dateRange(firstDay, lastDay, dateLocale(i18n.language)),
                    t(`organise.role.${role}`),
                    t(`organise.state.${state}`),
                  ].join(' · ')}
                </p>
              </li>
            ))}
          </ul>
          {events.some(({ role }) => role === 'owner' || role === 'organiser') && (
            <p>
              <AppLink className="link-button" href="/organise/new">
                {t('organise.newEvent')}
              </AppLink>
            </p>
          )}
        </div>
      )}
    </OrganiseShell>
  );
}
