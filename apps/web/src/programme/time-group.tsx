import type { TFunction } from 'i18next';
import type { RefObject } from 'react';
import type { CalendarDate, Instant } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { OtherClock } from '../time/other-clock.js';
import type { Entry, ProgrammeIndex } from './entries.js';
import { SessionCard } from './session-card.js';

interface TimeGroupProps {
  from: Instant;
  entries: readonly Entry[];
  index: ProgrammeIndex;
  day: CalendarDate;
  /** Ids of slots that changed in the last minutes. */
  fresh: ReadonlySet<string>;
  zone: string;
  language: string;
  t: TFunction;
  /** Codes of sessions. */
  starred: ReadonlySet<string>;
  toggleStar: (code: string) => void;
  place?: RefObject<HTMLElement | null>;
}

/** The cards that begin together, under their time in the zone shown and, smaller, in the other one. */
export function TimeGroup({
  from,
  entries,
  index,
  day,
  fresh,
  zone,
  language,
  t,
  starred,
  toggleStar,
  place,
}: TimeGroupProps) {
  const locale = dateLocale(language);
  const date = localDate(from, zone);
  const heading = `from-${from}`;
  return (
    <section className="group" aria-labelledby={heading} ref={place} data-now={place !== undefined}>
      <h2 id={heading} className="group-head">
        <time dateTime={from}>{clockTime(from, zone, locale)}</time>
        {date !== day && <span className="group-date">{dateInWords(date, locale, 'short')}</span>}
        <OtherClock as="span" className="group-other" time={(other) => clockTime(from, other, locale)} />
      </h2>
      <div className="cards">
        {entries.map((entry) => (
          <SessionCard
            key={entry.key}
            entry={entry}
            index={index}
            zone={zone}
            language={language}
            t={t}
            isStarred={starred.has(entry.session.code)}
            toggleStar={toggleStar}
            isFresh={entry.slots.some(({ id }) => fresh.has(id))}
          />
        ))}
      </div>
    </section>
  );
}
