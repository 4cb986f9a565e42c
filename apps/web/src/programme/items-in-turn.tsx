import { useTranslation } from 'react-i18next';
import { itemTimes, turnsAt, type Session, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { clockTime } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { useEvent } from './event-context.js';

/** All contributions of a session in their order, each with about when it has its turn. */
export function ItemsInTurn({ session, slot }: { session: Session; slot: Slot }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const locale = dateLocale(i18n.language);
  const times = itemTimes(slot, session.items);
  const isOver = slot.status === 'cancelled' || slot.status === 'ended';
  const current = isOver ? null : turnsAt(slot, session.items, new Date(now).toISOString()).now;
  return (
    <ol className="items">
      {session.items.map((item, position) => {
        const startsAt = times[position]?.startsAt ?? slot.startsAt;
        const speaker = item.speakerId === null ? undefined : index.speakers.get(item.speakerId);
        return (
          <li key={position} aria-current={current?.index === position ? 'true' : undefined}>
            <span className="item-time">{t('session.itemAbout', { time: clockTime(startsAt, shown, locale) })}</span>
            <span className="item-text">
              <strong>
                <LocalText texts={item.title} fallbacks={index.programme.event.languages} />
              </strong>
              {speaker !== undefined && <span>{speaker.name}</span>}
            </span>
            <span className="faint">{t('session.minutes', { count: item.minutes })}</span>
          </li>
        );
      })}
    </ol>
  );
}
