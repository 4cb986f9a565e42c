import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { eventsQuery } from '../programme/held-programme.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { LoadFailed, Loading, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { Shell } from '../shell/shell.js';
import { dateRange } from '../time/clock-face.js';

/** The public events; a single one is offered large. */
export function EventsPage() {
  const { t, i18n } = useTranslation();
  const { data: events, error, refetch } = useQuery(eventsQuery);
  const locale = dateLocale(i18n.language);
  usePageTitle(t('events.title'));
  if (events === undefined) {
    return <Shell>{error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />}</Shell>;
  }
  return (
    <Shell>
      <h1 tabIndex={-1}>{t('events.title')}</h1>
      {events.length === 0 && <Notice title={t('events.none')} hint={t('events.noneHint')} />}
      <ul className="event-list" data-single={events.length === 1}>
        {events.map((event) => (
          <li key={event.slug} className="event-card">
            <p className="event-card-when">{dateRange(event.firstDay, event.lastDay, locale)}</p>
            <h2>
              <AppLink href={eventHref(event.slug)}>
                <LocalText texts={event.title} fallbacks={event.languages} />
              </AppLink>
            </h2>
            {hasText(event.subtitle) && (
              <p>
                <LocalText texts={event.subtitle} fallbacks={event.languages} />
              </p>
            )}
            {hasText(event.place) && (
              <p className="faint">
                <LocalText texts={event.place} fallbacks={event.languages} />
              </p>
            )}
            <AppLink className="link-button strong" href={eventHref(event.slug, 'programme')}>
              {t('events.lead')}
              <span className="visually-hidden">
                : <LocalText texts={event.title} fallbacks={event.languages} />
              </span>
            </AppLink>
          </li>
        ))}
      </ul>
    </Shell>
  );
}
