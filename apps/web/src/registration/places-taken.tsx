import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationAnswer } from '@kopa/contracts';
import { dayPlaceOf } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { PlaceStatusBadge } from './place-status.js';
import { SeatStatus } from './seat-status.js';

interface PlacesTakenProps extends Pick<RegistrationAnswer, 'days' | 'bookings'> {
  /** Not confirmed yet: the places are only held. */
  isHeld?: boolean;
  /** What is offered beside a booking. */
  beside?: (booking: Booking) => ReactNode;
}

/** The days and bookings that one person got, each with how it stands. */
export function PlacesTaken({ days, bookings, isHeld = true, beside }: PlacesTakenProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const locale = dateLocale(i18n.language);
  const taken = days.filter(({ mode }) => mode !== 'absent');
  return (
    <dl className="reg-lines">
      {taken.map((day) => (
        <div key={day.date}>
          <dt>{dateInWords(day.date, locale)}</dt>
          <dd>
            {t(`registration.days.${day.mode}`)} <PlaceStatusBadge place={day} isHeld={isHeld} />{' '}
            {day.meanwhile !== undefined && dayPlaceOf(day.mode) === 'in-person' && (
              <span className="faint">{t(`registration.meanwhile.told.${day.meanwhile}`)}</span>
            )}
          </dd>
        </div>
      ))}
      {bookings.map((booking) => {
        const session = index.sessions.get(booking.session);
        return (
          <div key={booking.id}>
            <dt>
              {session === undefined ? (
                booking.session
              ) : (
                <LocalText texts={session.title} fallbacks={index.programme.event.languages} />
              )}
            </dt>
            <dd>
              {t(`mode.${booking.mode}`)} <PlaceStatusBadge place={booking} isHeld={isHeld} />{' '}
              <SeatStatus booking={booking} />
              {beside?.(booking)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
