import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, pickText, type CalendarDate } from '@kopa/domain';
import { useOwnAgenda } from '../agenda/own-agenda.js';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { CalendarLinks } from '../programme/calendar-links.js';
import { LiveMark } from '../programme/connection-bar.js';
import type { Entry } from '../programme/entries.js';
import { useEvent } from '../programme/event-context.js';
import { FilterBar } from '../programme/filter-bar.js';
import { countFilters, filterEntries, type ProgrammeSearch } from '../programme/filters.js';
import { pinnedChanges, slotsOf } from '../programme/change-words.js';
import { RecentChanges } from '../programme/recent-changes.js';
import { TimeGroup } from '../programme/time-group.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { dateInWords } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { ZoneSwitch } from '../time/zone-switch.js';

const route = getRouteApi('/e/$slug/programme');

function groupByStart(entries: readonly Entry[]): { from: string; entries: Entry[] }[] {
  const groups: { from: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.from === entry.from) last.entries.push(entry);
    else groups.push({ from: entry.from, entries: [entry] });
  }
  return groups;
}

/** The programme of a day, with filters that live in the address. */
export function ProgrammePage() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { slug, index, connection, recent } = useEvent();
  const { shown } = useZones();
  const { starred, chosen, toggleStar } = useOwnAgenda();
  const now = useNow();
  const { event, days } = index.programme;
  const locale = dateLocale(i18n.language);
  usePageTitle(t('programme.title'), pickText(event.title, i18n.language, event.languages).text);

  const today = dayOf(new Date(now).toISOString(), event.zone, event.dayChangeHour);
  const runsToday = days.some(({ date }) => date === today);
  const day = days.find(({ date }) => date === search.day) ?? days.find(({ date }) => date === today) ?? days[0];
  const date: CalendarDate = day?.date ?? event.firstDay;

  // Typing stays quick: the list follows when there is time.
  const wanted = useDeferredValue(search);
  const fitting = useMemo(() => filterEntries(index, wanted, chosen), [index, wanted, chosen]);
  const ofDay = fitting.filter((entry) => entry.day === date);
  const groups = groupByStart(ofDay);
  const fresh = new Set(pinnedChanges(recent, now).flatMap((change) => slotsOf(change).map(({ id }) => id)));
  const on = countFilters(search);

  const change = (next: ProgrammeSearch): void => {
    const merged = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''));
    void navigate({ search: merged, replace: true, resetScroll: false });
  };

  const instant = new Date(now).toISOString();
  const nowGroup = runsToday && date === today ? groups.findLast(({ from }) => from <= instant)?.from : undefined;
  const nowElement = useRef<HTMLElement>(null);

  return (
    <>
      <div className="page-head">
        <h1 tabIndex={-1}>{t('programme.title')}</h1>
        <LiveMark connection={connection} />
        <ZoneSwitch at={day?.startsAt ?? instant} />
      </div>
      <nav className="days" aria-label={t('programme.days')}>
        {days.map(({ date: each }) => (
          <button
            key={each}
            type="button"
            aria-current={each === date ? 'date' : undefined}
            onClick={() => change({ ...search, day: each })}
          >
            {dateInWords(each, locale, 'short')}
          </button>
        ))}
      </nav>
      {day !== undefined && (
        <p className="day-theme">
          <strong>{dateInWords(day.date, locale)}</strong>
          {hasText(day.title) && (
            <span>
              <LocalText texts={day.title} fallbacks={event.languages} />
            </span>
          )}
          {hasText(day.theme) && (
            <span className="faint">
              <LocalText texts={day.theme} fallbacks={event.languages} />
            </span>
          )}
        </p>
      )}
      <FilterBar search={search} change={change} found={ofDay.length} />
      <RecentChanges />
      <div className="list-head">
        <p role="status">{t('programme.count', { count: ofDay.length })}</p>
        {nowGroup !== undefined && (
          <button
            type="button"
            className="link-button"
            onClick={() => nowElement.current?.scrollIntoView({ block: 'start' })}
          >
            {t('programme.toNow')}
          </button>
        )}
      </div>
      {groups.length === 0 && on === 0 && <Notice title={t('programme.emptyDay')} hint={t('programme.emptyDayHint')} />}
      {groups.length === 0 && on > 0 && (
        <Notice
          title={t('programme.noMatch')}
          hint={fitting.length > 0 ? t('programme.otherDays', { count: fitting.length }) : t('programme.noMatchHint')}
        >
          <button
            type="button"
            className="link-button strong"
            onClick={() => change({ ...(search.day === undefined ? {} : { day: search.day }) })}
          >
            {t('programme.clear')}
          </button>
        </Notice>
      )}
      {groups.map((group) => (
        <TimeGroup
          key={group.from}
          from={group.from}
          entries={group.entries}
          index={index}
          day={date}
          fresh={fresh}
          zone={shown}
          language={i18n.language}
          t={t}
          starred={starred}
          toggleStar={toggleStar}
          {...(group.from === nowGroup ? { place: nowElement } : {})}
        />
      ))}
      <div className="list-foot">
        <CalendarLinks slug={slug} part={`days/${date}`} label={dateInWords(date, locale)} />
        <CalendarLinks slug={slug} label={t('calendar.whole')} />
      </div>
    </>
  );
}
