import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Booking, Counts, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { startOf } from './offers.js';
import { OwnBooking } from './own-booking.js';
import { rulesQuery } from './rules.js';
import { OwnShortNotice } from './own-short-notice.js';

/** What one has booked, by time, with how it stands and what can be done about it. */
export function OwnBookings({ own, counts }: { own: RegistrationView; counts: Counts | undefined }) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { data: rules } = useQuery(rulesQuery(slug));
  const startOfBooking = ({ session: code }: Booking): string => {
    const session = index.sessions.get(code);
    return session === undefined ? '' : startOf(session);
  };
  const sorted = [...own.bookings].sort((a, b) => startOfBooking(a).localeCompare(startOfBooking(b)));
  const isWaiting = [...own.bookings, ...own.days].some(({ status }) => status === 'waitlisted');
  return (
    <section className="panel" aria-labelledby="own-bookings">
      <h2 id="own-bookings">{t('registration.ownBookings.title')}</h2>
      {sorted.length === 0 && (
        <div className="reg-empty">
          <strong>{t('registration.ownBookings.none')}</strong>
          <p>{t('registration.ownBookings.noneHint')}</p>
        </div>
      )}
      <ul className="reg-own-list">
        {sorted.map((booking) => (
          <OwnBooking key={booking.id} own={own} booking={booking} counts={counts} rules={rules} />
        ))}
      </ul>
      {isWaiting && <OwnShortNotice own={own} />}
    </section>
  );
}
