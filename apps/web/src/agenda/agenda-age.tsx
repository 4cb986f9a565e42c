import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import type { HeldAgenda } from './held-agenda.js';

function ageInWords(minutes: number, t: TFunction): string {
  if (minutes < 1) return t('agenda.old.now');
  if (minutes < 60) return t('agenda.old.minutes', { count: minutes });
  if (minutes < 48 * 60) return t('agenda.old.hours', { count: Math.floor(minutes / 60) });
  return t('agenda.old.days', { count: Math.floor(minutes / 1440) });
}

/** Of when an agenda is that cannot be looked at anew, and how old that is. */
export function AgendaAge({ held }: { held: HeldAgenda }) {
  const { t, i18n } = useTranslation();
  const { connection, confirmedAt: heardAt } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  // While the programme was followed, so was one's own stream: nothing of it had changed.
  const confirmedAt = Math.max(held.confirmedAt, heardAt);
  const isCut = held.isKept || connection === 'offline' || connection === 'disconnected';
  const locale = dateLocale(i18n.language);
  const at = new Date(confirmedAt).toISOString();
  const isToday = localDate(at, shown) === localDate(new Date(now).toISOString(), shown);
  const clock = clockTime(confirmedAt, shown, locale);
  const time = isToday ? clock : `${dateInWords(localDate(at, shown), locale, 'short')} ${clock}`;
  const age = ageInWords(Math.max(0, Math.floor((now - confirmedAt) / 60_000)), t);
  return (
    <div role="status" className="agenda-age">
      {isCut && (
        <p>
          <strong>{t('agenda.asOf', { time, age })}</strong> {t('agenda.offline')}
        </p>
      )}
    </div>
  );
}
