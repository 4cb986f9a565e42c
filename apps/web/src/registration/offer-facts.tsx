import { useTranslation } from 'react-i18next';
import type { Session } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { PlannedDeparture } from '../programme/departure.js';
import { useEvent } from '../programme/event-context.js';
import { roomsOf } from '../programme/entries.js';
import { clockRange, clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';

/** When and where a session is, and for an add-on the whole journey: what one must know before booking. */
export function OfferFacts({ session, withDate = false }: { session: Session; withDate?: boolean }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  const { languages } = index.programme.event;
  const { addOn, slots } = session;
  const [slot] = slots;
  const rooms = roomsOf(slots, index.rooms);
  const clock = (at: string): string => clockTime(at, shown, locale);
  const steps =
    addOn === null
      ? []
      : [
          { words: addOn.meetAt === null ? '' : t('card.meet', { time: clock(addOn.meetAt) }) },
          {
            words: addOn.departAt === null ? '' : t('card.depart', { time: clock(addOn.departAt) }),
            planned: <PlannedDeparture addOn={addOn} zone={shown} language={i18n.language} t={t} />,
          },
          { words: addOn.returnAt === null ? '' : t('card.return', { time: clock(addOn.returnAt) }) },
        ].filter(({ words }) => words !== '');
  return (
    <div className="reg-facts">
      {slot !== undefined && (
        <p className="times">
          {withDate && `${dateInWords(localDate(slot.startsAt, shown), locale)}, `}
          <time dateTime={slot.startsAt}>{clockRange(slot.startsAt, slot.endsAt, shown, locale)}</time>
          {rooms.map((room) => (
            <span key={room.id} className="faint">
              {' · '}
              <LocalText texts={room.name} fallbacks={languages} />
            </span>
          ))}
        </p>
      )}
      {steps.length > 0 && (
        <p className="card-journey">
          <span className="icon icon-journey" aria-hidden="true" />
          {steps.map(({ words, planned }) => (
            <span key={words}>
              {planned}
              {words}
            </span>
          ))}
        </p>
      )}
      {addOn !== null && hasText(addOn.meetingPoint) && (
        <p>
          {t('session.meetingPoint')}: <LocalText texts={addOn.meetingPoint} fallbacks={languages} />
        </p>
      )}
      {addOn !== null && hasText(addOn.bring) && (
        <p>
          {t('session.bring')}: <LocalText texts={addOn.bring} fallbacks={languages} />
        </p>
      )}
      {addOn !== null && addOn.minimumAge !== null && (
        <p>
          {t('session.minimumAge')}: {t('session.age', { count: addOn.minimumAge })}
        </p>
      )}
      {addOn !== null && addOn.minimumNumber !== null && (
        <p className="faint">
          {t('session.minimumNumber')} {t('session.people', { count: addOn.minimumNumber })}
        </p>
      )}
    </div>
  );
}
