import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationView } from '@kopa/contracts';
import type { Session } from '@kopa/domain';
import { useMomentInWords } from './moment.js';
import { useTitleOf } from './title-of.js';

/** Whether what was booked is cancelled; the programme may say so before the booking does. */
export function isCancelled(booking: Booking, session: Session | undefined): boolean {
  const slots = session?.slots ?? [];
  // The server sets bookings aside, and brings them back, a moment after the programme says so.
  return slots.length === 0 ? booking.isAside === true : slots.every(({ status }) => status === 'cancelled');
}

interface BookingTermsProps {
  own: RegistrationView;
  booking: Booking;
  /** Since when nothing of it can be changed but to give it back. */
  closed: string | null;
  isAside: boolean;
}

/** What is to be known of a booking beside its status. */
export function BookingTerms({ own, booking, closed, isAside }: BookingTermsProps) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  const titleOf = useTitleOf();
  const { status, undecidedUntil, insteadOf, comeInPerson, clashes } = booking;
  const first = own.bookings.find(({ id }) => id === insteadOf);
  if (isAside) {
    return (
      <p className="reg-warning">
        {t(status === 'confirmed' ? 'registration.terms.asideKept' : 'registration.terms.asideQueue')}
      </p>
    );
  }
  return (
    <>
      {undecidedUntil !== undefined && (
        <p className="reg-warning">{t('registration.terms.undecided', { when: inWords(undecidedUntil) })}</p>
      )}
      {comeInPerson === true && <p className="reg-warning">{t('registration.terms.inPerson')}</p>}
      {clashes === true && <p className="reg-warning">{t('registration.ownBookings.clashes')}</p>}
      {first !== undefined && (
        <p className="faint">{t('registration.terms.insteadOf', { title: titleOf(first.session) })}</p>
      )}
      {closed !== null && <p className="faint">{t('registration.terms.closedOwn', { when: inWords(closed) })}</p>}
    </>
  );
}
