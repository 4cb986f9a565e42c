import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import type { Connection } from './follow-event.js';

interface ConnectionBarProps {
  connection: Connection;
  confirmedAt: number;
  zone: string;
}

function ageInWords(minutes: number, t: TFunction): string {
  if (minutes < 1) return t('age.now');
  if (minutes < 60) return t('age.minutes', { count: minutes });
  if (minutes < 48 * 60) return t('age.hours', { count: Math.floor(minutes / 60) });
  return t('age.days', { count: Math.floor(minutes / 1440) });
}

/** Says across the page when the programme is not followed live, as of when it is, and how old that is. */
export function ConnectionBar({ connection, confirmedAt, zone }: ConnectionBarProps) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const isQuiet = connection === 'live' || connection === 'connecting';
  let words = '';
  if (!isQuiet) {
    const locale = dateLocale(i18n.language);
    const confirmed = new Date(confirmedAt).toISOString();
    const clock = clockTime(confirmedAt, zone, locale);
    const isToday = localDate(confirmed, zone) === localDate(new Date(now).toISOString(), zone);
    const time = isToday ? clock : `${dateInWords(localDate(confirmed, zone), locale, 'short')} ${clock}`;
    const age = ageInWords(Math.floor((now - confirmedAt) / 60_000), t);
    words = t(`connection.${connection}`, { time, age });
  }
  return (
    <div className="connection" data-state={connection} role="status">
      {words !== '' && (
        <p>
          <span className="icon icon-cut" aria-hidden="true" />
          {words}
        </p>
      )}
    </div>
  );
}

/** The small mark beside a heading that says whether changes arrive by themselves. */
export function LiveMark({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  if (connection !== 'live') return null;
  return (
    <span className="live-mark">
      <span className="live-dot" aria-hidden="true" />
      {t('connection.live')}
    </span>
  );
}
