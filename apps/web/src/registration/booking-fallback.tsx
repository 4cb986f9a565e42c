import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { FallbackOffer, fallbackOrder, type Fallback } from './fallback-offer.js';
import { newKey } from './new-key.js';
import { bookPlace, giveBack } from './remote.js';
import { useTitleOf } from './title-of.js';

interface BookingFallbackProps {
  own: RegistrationView;
  booking: Booking;
  fallback: Fallback;
}

/** What may be taken at once by who waits, and ends by itself when they have their place. */
export function BookingFallback({ own, booking, fallback }: BookingFallbackProps) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  const title = useTitleOf()(fallback.session);
  const work = `booking ${booking.id}`;
  const undo = (id: string): void =>
    act(work, async (): Promise<Told> => {
      await giveBack(slug, id);
      return { text: t('registration.ownBookings.gaveBack', { title }) };
    });
  const take = (): void => {
    const key = newKey();
    act(work, async (): Promise<Told> => {
      const order = fallbackOrder(booking.id, fallback, own.telephone !== '');
      const { id, status } = await bookPlace(slug, order, key);
      return {
        text: t(`registration.told.${status}`, { title }),
        action: { label: t('registration.ownDays.undo'), run: () => undo(id) },
      };
    });
  };
  return <FallbackOffer fallback={fallback} isBusy={busy !== null} take={take} />;
}
