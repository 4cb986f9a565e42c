import './words.js';
import '../styles/agenda.css';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaChanged, AgendaConflicted, AgendaEntry } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import type { OwnRow } from '../programme/follow-event.js';
import { ownRowsKey } from '../programme/live-keys.js';
import { useTitleOf } from '../registration/title-of.js';
import { AppLink, eventHref, sessionHref } from '../shell/app-link.js';
import { minutesBetween } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { AlterationLine } from './alteration-words.js';
import { isOnTheWay } from './conflict-words.js';
import { useOwnAgenda } from './own-agenda.js';
import { markSeen, seenUntil } from './seen.js';

/** A booking that became something else without its owner doing it. */
interface Turn {
  at: string;
  type: 'booking.turned';
  session: string;
  status: 'confirmed' | 'waitlisted' | 'offered' | 'gone';
}

type News = AgendaChanged | AgendaConflicted | Turn;

const shownAtOnce = 5;

/** What the stream's rows hold is the server's word for these types. */
const isTold = (row: OwnRow): row is AgendaChanged | AgendaConflicted =>
  row.type === 'agenda.changed' || row.type === 'agenda.conflicted';

/** A clash counts once it stands in the agenda; what can be followed on the way is none. */
const isWorthTelling = (news: News): boolean =>
  news.type !== 'agenda.conflicted' || news.conflicts.some((conflict) => !isOnTheWay(conflict));

/** What changed in one's agenda since one said to have seen it: what it was, what it is, and why. */
export function OwnNews() {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const titleOf = useTitleOf();
  const turns = useTurns();
  const [seen, setSeen] = useState(() => seenUntil(slug));
  const { data: rows = [] } = useQuery<OwnRow[]>({ queryKey: ownRowsKey(slug), queryFn: () => [], enabled: false });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const news = [...rows.filter(isTold), ...turns]
    .filter((one) => one.at > seen && isWorthTelling(one))
    .sort((a, b) => b.at.localeCompare(a.at));
  const reading = {
    t,
    language: i18n.language,
    locale: dateLocale(i18n.language),
    zone: shown,
    fallbacks: index.programme.event.languages,
    titleOf,
  };
  const dismiss = (): void => {
    const last = news[0]?.at ?? seen;
    markSeen(slug, last);
    setSeen(last);
  };
  const isAgenda = pathname === eventHref(slug, 'agenda');
  const dismissed = useRef<HTMLDivElement>(null);
  const rest = news.length - shownAtOnce;
  return (
    <div role="status" className="news-place" ref={dismissed} tabIndex={-1}>
      {news.length > 0 && (
        <section className="recent news" aria-labelledby="news-heading">
          <h2 id="news-heading">{t('agenda.news.title')}</h2>
          <ul>
            {news.slice(0, shownAtOnce).map((one) => (
              <li key={`${one.type} ${one.at} ${'session' in one ? one.session : ''}`}>
                {one.type === 'agenda.conflicted' ? (
                  <span className="news-what">
                    {one.conflicts
                      .filter((conflict) => !isOnTheWay(conflict))
                      .map(({ sessions: [a, b] }) =>
                        b === undefined
                          ? t('agenda.conflict.labelOne', { a: titleOf(a) })
                          : t('agenda.news.clash', { a: titleOf(a), b: titleOf(b) }),
                      )
                      .join(' ')}
                  </span>
                ) : (
                  <>
                    <AppLink
                      href={
                        index.sessions.has(one.session) ? sessionHref(slug, one.session) : eventHref(slug, 'agenda')
                      }
                    >
                      <LocalText
                        texts={index.sessions.get(one.session)?.title ?? ('title' in one ? one.title : {})}
                        fallbacks={reading.fallbacks}
                      />
                    </AppLink>
                    {one.type === 'booking.turned' ? (
                      <span className="news-what">{t(`agenda.news.${one.status}`)}</span>
                    ) : (
                      one.alterations.map((alteration) => (
                        <AlterationLine
                          key={`${alteration.kind} ${alteration.slot ?? ''}`}
                          alteration={alteration}
                          reading={reading}
                        />
                      ))
                    )}
                  </>
                )}
                <span className="faint">
                  {[
                    one.type === 'agenda.changed' && one.reason !== null
                      ? t('agenda.news.reason', { text: pickText(one.reason, i18n.language, reading.fallbacks).text })
                      : '',
                    t('change.ago', { count: Math.max(0, minutesBetween(one.at, now)) }),
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {rest > 0 && <p className="faint">{t('agenda.news.more', { count: rest })}</p>}
          <p className="agenda-links">
            {!isAgenda && (
              <AppLink className="link-button" href={eventHref(slug, 'agenda')}>
                {t('agenda.news.open')}
              </AppLink>
            )}
            <button
              type="button"
              className="link-button"
              onClick={() => {
                dismiss();
                // The button goes with what it dismisses.
                dismissed.current?.focus();
              }}
            >
              {t('agenda.news.seen')}
            </button>
          </p>
        </section>
      )}
    </div>
  );
}

/** What one's places became by themselves while the page is open. */
function useTurns(): readonly Turn[] {
  const { slug } = useEvent();
  const { held } = useOwnAgenda();
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  // There it is told already, and most of it is one's own doing.
  const isElsewhere = pathname !== eventHref(slug, 'me');
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const items = held?.agenda.items;
  const known = useRef<readonly AgendaEntry[] | undefined>(items);
  useEffect(() => {
    const before = known.current;
    known.current = items;
    if (before === undefined || items === undefined || before === items || !isElsewhere) return;
    const at = new Date().toISOString();
    const found = before.flatMap(({ booking, session, status }): Turn[] => {
      if (booking === null || (status !== 'waitlisted' && status !== 'offered')) return [];
      const after = items.find((item) => item.booking === booking);
      if (after === undefined)
        return status === 'offered' ? [{ at, type: 'booking.turned', session, status: 'gone' }] : [];
      if (after.status === status || after.status === null) return [];
      return [{ at, type: 'booking.turned', session, status: after.status }];
    });
    if (found.length > 0) setTurns((earlier) => [...earlier, ...found]);
  }, [items, isElsewhere]);
  return turns;
}
