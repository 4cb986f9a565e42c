import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { dateLocale, languageName } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { RichText } from '../language/rich-text.js';
import { CalendarLinks } from '../programme/calendar-links.js';
import { useEvent } from '../programme/event-context.js';
import { RecentChanges } from '../programme/recent-changes.js';
import { isKnownHere } from '../registration/known-here.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { usePageTitle } from '../shell/page-title.js';
import { dateInWords, dateRange, zoneName } from '../time/clock-face.js';

/** What the event is, when and where, its days, and how to take part. */
export function EventPage() {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { event, days, venues, funders, sessions } = index.programme;
  const locale = dateLocale(i18n.language);
  const fallbacks = event.languages;
  usePageTitle(pickText(event.title, i18n.language, fallbacks).text);
  const isKnown = isKnownHere(slug);
  const hasAddOns = sessions.some(({ addOn }) => addOn !== null);
  return (
    <>
      <section className="hero">
        <p className="hero-when">{dateRange(event.firstDay, event.lastDay, locale)}</p>
        <h1 tabIndex={-1}>
          <LocalText texts={event.title} fallbacks={fallbacks} />
        </h1>
        {hasText(event.subtitle) && (
          <p className="hero-subtitle">
            <LocalText texts={event.subtitle} fallbacks={fallbacks} />
          </p>
        )}
        <p className="hero-place">
          {hasText(event.place) && (
            <span>
              <LocalText texts={event.place} fallbacks={fallbacks} />
            </span>
          )}
          <span>{zoneName(event.zone, days[0]?.startsAt ?? `${event.firstDay}T12:00:00Z`)}</span>
        </p>
        <p className="hero-actions">
          <AppLink className="link-button strong" href={eventHref(slug, isKnown ? 'me' : 'register')}>
            {t(isKnown ? 'event.ownRegistration' : 'event.register')}
          </AppLink>
          <AppLink className="link-button" href={eventHref(slug, 'programme')}>
            {t('event.open')}
          </AppLink>
          <AppLink className="link-button" href={eventHref(slug, 'live')}>
            {t('event.openLive')}
          </AppLink>
        </p>
      </section>
      <RecentChanges />
      <div className="columns">
        <div>
          {hasText(event.description) && (
            <section className="panel">
              <h2>{t('event.what')}</h2>
              <RichText texts={event.description} fallbacks={fallbacks} />
            </section>
          )}
          <section className="panel">
            <h2>{t('event.days')}</h2>
            <ol className="day-list">
              {days.map((day) => (
                <li key={day.date}>
                  <AppLink href={`${eventHref(slug, 'programme')}?day=${day.date}`}>
                    <strong>{dateInWords(day.date, locale)}</strong>
                  </AppLink>
                  {hasText(day.title) && (
                    <span>
                      <LocalText texts={day.title} fallbacks={fallbacks} />
                    </span>
                  )}
                  {hasText(day.theme) && (
                    <span className="faint">
                      <LocalText texts={day.theme} fallbacks={fallbacks} />
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </section>
        </div>
        <div>
          <section className="panel">
            <h2>{t('event.take')}</h2>
            <dl className="steps">
              <dt>{t('event.takeOnline')}</dt>
              <dd>{t('event.takeOnlineText')}</dd>
              <dt>{t('event.takeInPerson')}</dt>
              <dd>{t('event.takeInPersonText')}</dd>
              {hasAddOns && (
                <>
                  <dt>{t('event.takeAddOn')}</dt>
                  <dd>{t('event.takeAddOnText')}</dd>
                </>
              )}
              <dt>{t('event.takeCalendar')}</dt>
              <dd>
                {t('event.takeCalendarText')}
                <CalendarLinks slug={slug} />
              </dd>
            </dl>
            <p className="faint">
              {t('event.inLanguages', {
                languages: event.languages.map((tag) => languageName(tag, i18n.language)).join(', '),
              })}
            </p>
          </section>
          {venues.length > 0 && (
            <section className="panel">
              <h2>{t('event.venues')}</h2>
              <ul className="plain-list">
                {venues.map((venue) => (
                  <li key={venue.id}>
                    <strong>
                      <LocalText texts={venue.name} fallbacks={fallbacks} />
                    </strong>
                    {venue.address !== '' && <span className="faint">{venue.address}</span>}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {funders.length > 0 && (
            <section className="panel">
              <h2>{t('event.funders')}</h2>
              <ul className="plain-list">
                {funders.map((funder) => (
                  <li key={funder.id}>
                    <strong>
                      <LocalText texts={funder.name} fallbacks={fallbacks} />
                    </strong>
                    {hasText(funder.programme) && (
                      <span className="faint">
                        <LocalText texts={funder.programme} fallbacks={fallbacks} />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </>
  );
}
