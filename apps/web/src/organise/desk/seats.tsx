import { useTranslation } from 'react-i18next';
import type { StartingItem } from './use-starting.js';

/** How full something is that starts next: booked of seats, waiting, and who has come, by mode. */
export function Seats({ item }: { item: StartingItem | undefined }) {
  const { t } = useTranslation();
  if (item === undefined) return null;
  const lines = item.pools
    // Where nothing is limited and nobody booked there is nothing to say.
    .filter(({ capacity, taken, waiting }) => capacity !== null || taken > 0 || waiting > 0)
    .map(({ mode, capacity, taken, waiting }) => ({
      mode,
      isFull: capacity !== null && taken >= capacity,
      share: capacity === null || capacity === 0 ? null : Math.min(1, taken / capacity),
      text: [
        capacity === null ? t('desk.seats.booked', { count: taken }) : t('desk.seats.of', { count: taken, capacity }),
        ...(waiting > 0 ? [t('desk.seats.waiting', { count: waiting })] : []),
        ...(mode === 'in-person' && item.checkedIn > 0 ? [t('desk.seats.checkedIn', { count: item.checkedIn })] : []),
      ].join(' · '),
    }));
  return lines.map(({ mode, isFull, share, text }) => (
    <span key={mode} className="desk-seats" data-full={isFull}>
      <span>
        {t(`mode.${mode}`)}: {text}
      </span>
      {share !== null && (
        <span className="desk-fill" aria-hidden="true">
          <span style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
    </span>
  ));
}
