import { useTranslation } from 'react-i18next';
import type { PlaceStatus } from '@kopa/domain';
import { useMomentInWords } from './moment.js';

interface PlaceState {
  status?: PlaceStatus | undefined;
  position?: number | undefined;
  offeredUntil?: string | undefined;
  waitsForDay?: boolean | undefined;
}

const marks: Record<PlaceStatus, string> = { confirmed: '✓', waitlisted: '…', offered: '!', cancelled: '–' };

/** How a place stands, by mark, words and colour. */
export function PlaceStatusBadge({ place, isHeld = false }: { place: PlaceState; isHeld?: boolean }) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  const { status, position, offeredUntil, waitsForDay } = place;
  if (status === undefined) return null;
  const words = (): string => {
    if (status === 'waitlisted') {
      if (waitsForDay === true) return t('registration.status.waitsForDay');
      return position === undefined
        ? t('registration.status.waitlistedPlain')
        : t('registration.status.waitlisted', { position });
    }
    if (status === 'offered')
      return offeredUntil === undefined
        ? t('registration.status.offeredPlain')
        : t('registration.status.offered', { when: inWords(offeredUntil) });
    // Before the registration itself is confirmed its places are only held.
    if (status === 'confirmed' && isHeld) return t('registration.status.held');
    return t(`registration.status.${status}`);
  };
  return (
    <span className="reg-status" data-status={status}>
      <span aria-hidden="true">{marks[status]}</span> {words()}
    </span>
  );
}
