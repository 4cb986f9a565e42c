import './words.js';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, doorDay, sessionDate, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import { SheetLinks } from './sheet-links.js';

interface SheetsOfDaysProps {
  slug: string;
  programme: Programme;
  now: number;
}

/** Attendance sheets of any day, today's first: for whoever may read attendance, though they check nobody in. */
export function SheetsOfDays({ slug, programme, now }: SheetsOfDaysProps) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const { event, days } = programme;
  const today = doorDay(days, dayOf(new Date(now).toISOString(), event.zone, event.dayChangeHour)) ?? event.firstDay;
  const day = chosen ?? today;
  const sessions = programme.sessions.filter(
    (session) => session.addOn !== null && sessionDate(programme, session) === day,
  );
  return (
    <div className="door-sheets">
      <label className="org-field">
        {t('door.day')}
        <select className="org-input" value={day} onChange={(changed) => setChosen(changed.target.value)}>
          {days.map(({ date }) => (
            <option key={date} value={date}>
              {dateInWords(date, dateLocale(i18n.language))}
            </option>
          ))}
        </select>
      </label>
      <SheetLinks slug={slug} programme={programme} day={day} sessions={sessions} />
    </div>
  );
}
