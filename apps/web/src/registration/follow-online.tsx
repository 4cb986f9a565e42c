import { useTranslation } from 'react-i18next';
import { isAhead, sessionDate, type CalendarDate } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { clockRange } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { startOf } from './offers.js';

interface FollowOnlineProps {
  date: CalendarDate;
  /** Milliseconds since 1970: what is over is not followed any more. */
  now: number;
  startsOpen: boolean;
}

/** What of a day can be followed from elsewhere, with the way there. */
export function FollowOnline({ date, now, startsOpen }: FollowOnlineProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { programme } = index;
  const present = new Date(now).toISOString();
  const held = programme.sessions
    .filter(({ mode }) => mode === 'online' || mode === 'hybrid')
    .filter((session) => sessionDate(programme, session) === date && isAhead(session, present))
    .sort((a, b) => startOf(a).localeCompare(startOf(b)));
  if (held.length === 0) return <p className="faint">{t('registration.onlineDay.nothing')}</p>;
  return (
    <details className="reg-more" open={startsOpen}>
      <summary>{t('registration.onlineDay.follow', { count: held.length })}</summary>
      <ul className="reg-follow">
        {held.map(({ code, title, slots: [slot] }) => (
          <li key={code}>
            {slot !== undefined && (
              <time dateTime={slot.startsAt} className="faint">
                {clockRange(slot.startsAt, slot.endsAt, shown, dateLocale(i18n.language))}
              </time>
            )}
            <AppLink href={sessionHref(slug, code)}>
              <LocalText texts={title} fallbacks={programme.event.languages} />
            </AppLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
