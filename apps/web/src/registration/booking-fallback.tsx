import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { newKey } from './new-key.js';
import { bookPlace, giveBack } from './remote.js';
import { useTitleOf } from './title-of.js';

interface BookingFallbackProps {
  own: RegistrationView;
  booking: Booking;
  fallback: NonNullable<Booking['fallback']>;
}

/** What may be taken at once by who waits, and ends by itself when they have their place. */
export function BookingFallback({ own, booking, fallback }: BookingFallbackProps) {
  const { t, i18n } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  const titleOf = useTitleOf();
  const { session, mode } = fallback;
  const title = titleOf(session);
  const work = `booking ${booking.id}`;
  const undo = (id: string): void =>
    act(work, async (): Promise<Told> => {
      await giveBack(slug, id);
      return { text: t('registration.ownBookings.gaveBack', { title }) };
    });
  const take = (): void => {
    const key = newKey();
    act(work, async (): Promise<Told> => {
      // Without a number no seat in its coach: it can be taken afterwards, where the number is asked.
      const order = { session, mode, insteadOf: booking.id, seat: own.telephone !== '' };
      const { id, status } = await bookPlace(slug, order, key);
      return {
        text: t(`registration.told.${status}`, { title }),
        action: { label: t('registration.ownDays.undo'), run: () => undo(id) },
      };
    });
  };
  return (
    <div className="reg-asked reg-calm">
      <p>{t('registration.fallback.lead', { title, mode: t(`mode.${mode}`).toLocaleLowerCase(i18n.language) })}</p>
      <p>
        <button type="button" className="link-button strong" aria-disabled={busy !== null} onClick={take}>
          {t('registration.fallback.take')}
          <span className="visually-hidden">: {title}</span>
        </button>
      </p>
    </div>
  );
}
