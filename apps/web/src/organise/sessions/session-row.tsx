import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionMode, type EventFacts } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { ModeBadge } from '../../programme/mode-badge.js';
import { AppLink } from '../../shell/app-link.js';
import { clockRange, dateInWords, localDate } from '../../time/clock-face.js';
import type { Listed } from './session-filters.js';

interface SessionRowProps {
  listed: Listed;
  event: EventFacts;
  track: string;
  rooms: string;
  href: string;
  isChosen: boolean;
  /** null: whoever reads it may not edit. */
  choose: ((id: string, isRange: boolean) => void) | null;
}

/** One session of the list; drawn again only when something of it changed. */
export const SessionRow = memo(function SessionRow({
  listed,
  event,
  track,
  rooms,
  href,
  isChosen,
  choose,
}: SessionRowProps) {
  const { t, i18n } = useTranslation();
  const { session, title, speakers } = listed;
  const [slot] = session.slots;
  const mode = sessionMode(session.slots);
  const locale = dateLocale(i18n.language);
  return (
    <li className="ses-row" data-chosen={isChosen}>
      {choose !== null && (
        <label className="ses-choose">
          <input
            type="checkbox"
            checked={isChosen}
            onChange={({ nativeEvent }) =>
              choose(session.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
            }
          />
          <span className="visually-hidden">
            {t('sessions.bulk.chooseOne', { title, interpolation: { escapeValue: false } })}
          </span>
        </label>
      )}
      <div className="ses-what">
        <AppLink href={href}>{title}</AppLink>
        <span className="faint">
          {session.code} · {t(`kind.${session.kind}`)}
          {track !== '' && ` · ${track}`}
        </span>
      </div>
      <span className="ses-who">
        {speakers === '' ? <span className="faint">{t('sessions.nobody')}</span> : speakers}
      </span>
      <span className="ses-when">
        {slot === undefined ? (
          <span className="ses-unplaced">{t('sessions.unplaced')}</span>
        ) : (
          <>
            {dateInWords(localDate(slot.startsAt, event.zone), locale, 'short')},{' '}
            {clockRange(slot.startsAt, slot.endsAt, event.zone, locale)}
            <span className="faint">{rooms}</span>
          </>
        )}
      </span>
      <span className="ses-mode">{mode !== null && <ModeBadge mode={mode} t={t} />}</span>
    </li>
  );
});
