import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, type CalendarDate, type Programme, type Session } from '@kopa/domain';

interface SheetLinksProps {
  slug: string;
  programme: Programme;
  day: CalendarDate;
  sessions: readonly Session[];
}

/** Attendance sheets to print: of the day and of each of its add-ons, in the language of the page. */
export function SheetLinks({ slug, programme, day, sessions }: SheetLinksProps) {
  const { t, i18n } = useTranslation();
  const [blank, setBlank] = useState('10');
  const [hasMode, setMode] = useState(false);
  const rows = /^\d{1,3}$/.test(blank) && Number(blank) <= 200 ? blank : '10';
  const href = (of: Record<string, string>): string => {
    const query = new URLSearchParams({ ...of, lang: i18n.language, blank: rows, mode: hasMode ? 'yes' : 'no' });
    return `/api/v1/events/${encodeURIComponent(slug)}/attendance-sheet.pdf?${query}`;
  };
  return (
    <section className="door-part" aria-labelledby="sheets">
      <h2 id="sheets">{t('door.sheets.title')}</h2>
      <div className="door-search">
        <label className="org-field">
          {t('door.sheets.blank')}
          <input
            className="org-input"
            type="number"
            min={0}
            max={200}
            value={blank}
            onChange={(changed) => setBlank(changed.target.value)}
          />
        </label>
        <label className="door-only">
          <input type="checkbox" checked={hasMode} onChange={(changed) => setMode(changed.target.checked)} />
          {t('door.sheets.mode')}
        </label>
      </div>
      <ul className="door-links">
        <li>
          <a className="link-button" href={href({ day })} target="_blank" rel="noreferrer">
            {t('door.sheets.day')}
          </a>
        </li>
        {sessions.map(({ code, title }) => (
          <li key={code}>
            <a className="link-button" href={href({ session: code })} target="_blank" rel="noreferrer">
              {t('door.sheets.session', { title: pickText(title, i18n.language, programme.event.languages).text })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
