import { Fragment, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaEntry, AgendaView, ConflictInAgenda, RegistrationView } from '@kopa/contracts';
import { conflictName, type AttendanceMode, type CalendarDate } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { clockTime, dateInWords } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { AgendaItem } from './agenda-item.js';
import { ConflictNote } from './conflict-note.js';

interface AgendaDayProps {
  date: CalendarDate;
  /** How the day is taken part in; unknown where nobody said. */
  mode: AttendanceMode | undefined;
  /** Of this day, by when to be there. */
  items: readonly AgendaEntry[];
  agenda: AgendaView;
  own: RegistrationView | undefined;
  /** Id of the slot that comes next. */
  next: string | null;
}

/** A day of one's agenda, what clashes shown between the two that clash. */
export function AgendaDay({ date, mode, items, agenda, own, next }: AgendaDayProps) {
  const { t, i18n } = useTranslation();
  const { slug } = useEvent();
  const { shown } = useZones();
  const heading = useId();
  const locale = dateLocale(i18n.language);
  const bySlot = new Map(agenda.items.map((item) => [item.slot, item]));
  const places = new Map(items.map(({ slot }, place) => [slot, place]));
  const placeOf = ({ slots }: ConflictInAgenda): number => Math.max(...slots.map((slot) => places.get(slot) ?? -1));
  const notes = (place: number, isAfter: boolean) =>
    agenda.conflicts
      .filter((conflict) => placeOf(conflict) === place && (conflict.kind === 'mode') === isAfter)
      .map((conflict) => (
        <li key={conflictName(conflict)} className="agenda-clash">
          <ConflictNote conflict={conflict} agenda={agenda} items={bySlot} />
        </li>
      ));
  return (
    <section className="agenda-day" aria-labelledby={heading}>
      <div className="agenda-day-head">
        <h2 id={heading}>{dateInWords(date, locale)}</h2>
        {mode !== undefined && <span className="faint">{t(`agenda.day.${mode}`)}</span>}
      </div>
      {items.length === 0 && (
        <p className="agenda-none">
          {t('agenda.emptyDay')}{' '}
          <AppLink href={`${eventHref(slug, 'programme')}?day=${date}`}>
            {t('agenda.emptyDayMore')}
            <span className="visually-hidden">: {dateInWords(date, locale)}</span>
          </AppLink>
        </p>
      )}
      <ol className="agenda-items">
        {items.map((item, place) => (
          <Fragment key={item.slot}>
            {notes(place, false)}
            <li id={`slot-${item.slot}`} className="agenda-row">
              <p className="agenda-when">
                <time dateTime={item.dueAt}>{clockTime(item.dueAt, shown, locale)}</time>
                {item.dueAt < item.startsAt && <span className="faint">{t('agenda.beThere')}</span>}
              </p>
              <AgendaItem item={item} agenda={agenda} own={own} isNext={item.slot === next} />
            </li>
            {notes(place, true)}
          </Fragment>
        ))}
      </ol>
    </section>
  );
}
