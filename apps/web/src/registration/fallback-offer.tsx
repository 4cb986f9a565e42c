import { useTranslation } from 'react-i18next';
import type { Booking, BookingInput } from '@kopa/contracts';
import { useTitleOf } from './title-of.js';

/** What may be taken while one waits. */
export type Fallback = NonNullable<Booking['fallback']>;

/** The order of a fallback. Without a telephone it is without a seat in its coach, which can be taken afterwards. */
export const fallbackOrder = (insteadOf: string, fallback: Fallback, hasTelephone: boolean): BookingInput => ({
  ...fallback,
  insteadOf,
  seat: hasTelephone,
});

interface FallbackOfferProps {
  fallback: Fallback;
  isBusy: boolean;
  /** Not given where the registration is somebody else's: they take it by their own link. */
  take?: (() => void) | undefined;
}

/** What may be taken at once while one waits, by one tap; the place in the queue stays. */
export function FallbackOffer({ fallback: { session, mode }, isBusy, take }: FallbackOfferProps) {
  const { t, i18n } = useTranslation();
  const title = useTitleOf()(session);
  return (
    <div className="reg-asked reg-calm">
      <p>{t('registration.fallback.lead', { title, mode: t(`mode.${mode}`).toLocaleLowerCase(i18n.language) })}</p>
      <p className="faint">{t(take === undefined ? 'registration.fallback.byLink' : 'registration.fallback.keeps')}</p>
      {take !== undefined && (
        <p>
          <button type="button" className="link-button strong" aria-disabled={isBusy} onClick={take}>
            {t('registration.fallback.take')}
            <span className="visually-hidden">: {title}</span>
          </button>
        </p>
      )}
    </div>
  );
}
