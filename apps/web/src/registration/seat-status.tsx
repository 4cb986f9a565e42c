import { useTranslation } from 'react-i18next';
import type { Booking } from '@kopa/contracts';

/** How the seat in the coach stands beside the place at the goal. */
export function SeatStatus({ booking: { status: ofPlace, seat } }: { booking: Pick<Booking, 'status' | 'seat'> }) {
  const { t } = useTranslation();
  if (seat === undefined) return null;
  const { status, position } = seat;
  const words = (): string => {
    if (status !== 'waitlisted') return t(`registration.seat.status.${status}`);
    // Nobody is before whoever has no place there yet.
    if (ofPlace !== 'confirmed') return t('registration.seat.status.withPlace');
    return position === undefined
      ? t('registration.seat.status.waitlisted')
      : t('registration.seat.status.waitlistedAt', { position });
  };
  return (
    <span className="reg-status" data-status={status}>
      <span aria-hidden="true">{status === 'confirmed' ? '✓' : '…'}</span> {words()}
    </span>
  );
}
