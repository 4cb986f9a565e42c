import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, nowAndNext, pickText, type Session, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LiveMark } from '../programme/connection-bar.js';
import { useEvent } from '../programme/event-context.js';
import { NextCard, NowCard } from '../programme/live-cards.js';
import { RecentChanges } from '../programme/recent-changes.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { ZoneSwitch } from '../time/zone-switch.js';

interface Placed {
  session: Session;
  slot: Slot;
}

/** What is on now and what comes next in each room, with what changed in the last minutes on top. */
export function LivePage() {
  const { t, i18n } = useTranslation();
  const { slug, index, connection } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const { programme } = index;
  const locale = dateLocale(i18n.language);
  usePageTitle(t('live.title'), pickText(programme.event.title, i18n.language, programme.event.languages).text);

  const at = new Date(now).toISOString();
  const { on, next } = useMemo(() => {
    const rooms = nowAndNext(programme, at);
    const found = (session: string, slot: Slot): [string, Placed][] => {
      const known = index.sessions.get(session);
      return known === undefined ? [] : [[slot.id, { session: known, slot }]];
    };
    // A hybrid slot is in two rooms and still one card.
    const running = new Map(rooms.flatMap((room) => room.now.flatMap(({ session, slot }) => found(session, slot))));
    const coming = new Map(
      rooms.flatMap((room) => (room.next === null ? [] : found(room.next.session, room.next.slot))),
    );
    const byStart = (a: Placed, b: Placed): number => Date.parse(a.slot.startsAt) - Date.parse(b.slot.startsAt);
    return { on: [...running.values()].sort(byStart), next: [...coming.values()].sort(byStart) };
  }, [programme, index, at]);

  const first = next[0];
  const { zone, dayChangeHour } = programme.event;
  const firstDay = first === undefined ? null : dayOf(first.slot.startsAt, zone, dayChangeHour);
  const soon = next.filter(({ slot }) => dayOf(slot.startsAt, zone, dayChangeHour) === firstDay);
  return (
    <>
      <div className="page-head">
        <h1 tabIndex={-1}>{t('live.title')}</h1>
        <LiveMark connection={connection} />
        <ZoneSwitch at={at} />
      </div>
      <RecentChanges />
      {on.length > 0 && (
        <section aria-labelledby="now-heading">
          <h2 id="now-heading">{t('live.now')}</h2>
          <div className="now-cards">
            {on.map(({ session, slot }) => (
              <NowCard key={slot.id} session={session} slot={slot} now={now} />
            ))}
          </div>
        </section>
      )}
      {on.length === 0 && first === undefined && (
        <Notice title={t('live.over')} hint={t('live.overHint')}>
          <AppLink className="link-button strong" href={eventHref(slug, 'programme')}>
            {t('event.open')}
          </AppLink>
        </Notice>
      )}
      {on.length === 0 && first !== undefined && (
        <Notice
          title={t('live.nothingNow')}
          hint={t('live.nothingNowNext', {
            when: t('live.dayFull', {
              day: dateInWords(localDate(first.slot.startsAt, shown), locale),
              time: clockTime(first.slot.startsAt, shown, locale),
            }),
          })}
        />
      )}
      {soon.length > 0 && firstDay !== null && (
        <section aria-labelledby="next-heading">
          <h2 id="next-heading">
            {t('live.next')}
            <span className="faint heading-aside">{dateInWords(firstDay, locale)}</span>
          </h2>
          <div className="next-cards">
            {soon.map(({ session, slot }) => (
              <NextCard key={slot.id} session={session} slot={slot} now={now} />
            ))}
          </div>
        </section>
      )}
    </>
  );
}
