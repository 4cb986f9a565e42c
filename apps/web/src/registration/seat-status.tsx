import { useTranslation } from 'react-i18next';
import type { Booking } from '@kopa/contracts';

/** How the seat in the coach stands beside the place at the goal. */
export function SeatStatus({ seat }: { seat: Booking['seat'] }) {
  const { t } = useTranslation();
  if (seat === undefined) return null;
  const { status, position } = seat;
  return (
    <span className="reg-status" data-status={status}>
      {status === 'waitlisted' && position !== undefined
        ? t('registration.seat.status.waitlistedAt', { position })
        : t(`registration.seat.status.${status}`)}
    </span>
  );
}
