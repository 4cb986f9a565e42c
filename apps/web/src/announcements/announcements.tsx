import '../styles/announcements.css';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, type Announcement } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { clockTime, dateInWords } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { AnnouncementCard } from './announcement-card.js';
import { useAnnouncements, useSeen } from './use-announcements.js';

/** What organisers say, on top of the page as it comes: read out politely, the sticky until it is taken down. */
export function Announcements() {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { onTop, isOwn, putAway } = useAnnouncements();
  const place = useRef<HTMLDivElement>(null);
  useSeen(
    onTop.filter(({ kind }) => kind === 'passing'),
    () => place.current?.matches(':hover, :focus-within') ?? false,
    putAway,
  );
  const close = (id: string): void => {
    putAway([id]);
    place.current?.focus();
  };
  return (
    <div className="announcements" aria-live="polite" ref={place} tabIndex={-1}>
      {onTop.length > 0 && (
        <section aria-labelledby="announcements-heading">
          <h2 id="announcements-heading" className="visually-hidden">
            {t('announcement.title')}
          </h2>
          {onTop.map((one) => (
            <AnnouncementCard
              key={one.id}
              announcement={one}
              language={i18n.language}
              fallbacks={index.programme.event.languages}
            >
              <SaidAt announcement={one} isOwn={isOwn(one.id)} />
              {one.kind === 'passing' && (
                <button type="button" className="link-button" onClick={() => close(one.id)}>
                  {t('announcement.putAway')}
                </button>
              )}
            </AnnouncementCard>
          ))}
        </section>
      )}
    </div>
  );
}

/** What was said before and stands on top no more. */
export function WhatWasSaid() {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { said, isOwn } = useAnnouncements();
  if (said.length === 0) return null;
  return (
    <details className="said">
      <summary>{t('announcement.said', { count: said.length })}</summary>
      {said.map((one) => (
        <AnnouncementCard
          key={one.id}
          announcement={one}
          language={i18n.language}
          fallbacks={index.programme.event.languages}
        >
          <SaidAt announcement={one} isOwn={isOwn(one.id)} />
        </AnnouncementCard>
      ))}
    </details>
  );
}

function SaidAt({ announcement, isOwn }: { announcement: Announcement; isOwn: boolean }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const { dayChangeHour } = index.programme.event;
  const locale = dateLocale(i18n.language);
  const day = (at: string): string => dayOf(at, shown, dayChangeHour);
  const time = clockTime(announcement.postedAt, shown, locale);
  const isToday = day(announcement.postedAt) === day(new Date(now).toISOString());
  return (
    <>
      {isOwn && <span className="announcement-own">{t('announcement.forYou')}</span>}
      <time dateTime={announcement.postedAt} className="faint">
        {isToday
          ? time
          : t('announcement.onDay', { day: dateInWords(day(announcement.postedAt), locale, 'short'), time })}
      </time>
    </>
  );
}
