import { useTranslation } from 'react-i18next';
import type { Waitlist } from '@kopa/contracts';
import { useMomentWords } from '../people/moment-words.js';

/** How full something is: confirmed, offered and free places as lengths, who waits as a tail; and the same in words. */
export function PlacesPicture({ list }: { list: Waitlist }) {
  const { t } = useTranslation();
  const moment = useMomentWords();
  const { capacity, taken, offered, offeredUntil, waiting, waitingForDay, how } = list;
  const over = capacity === null ? 0 : Math.max(0, taken - capacity);
  const whole = Math.max(1, capacity ?? 0, taken) + waiting;
  const part = (count: number): number => (100 * count) / whole;
  const parts: [string, number][] = [
    ['confirmed', taken - offered],
    ['offered', offered],
    ['free', Math.max(0, (capacity ?? taken) - taken)],
    ['waiting', waiting],
  ];
  let from = 0;
  return (
    <div className="wait-picture">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false" aria-hidden="true">
        {parts.map(([kind, count]) => {
          const x = from;
          from += part(count);
          return <rect key={kind} className={`wait-bar-${kind}`} x={x} width={part(count)} height="10" />;
        })}
        {capacity !== null && over > 0 && (
          <rect className="wait-bar-limit" x={part(capacity) - 0.4} width="0.8" height="10" />
        )}
      </svg>
      <ul className="wait-facts">
        <li data-part="confirmed">
          {capacity === null ? t('waitlists.takenFree', { taken }) : t('waitlists.taken', { taken, capacity })}
        </li>
        {over > 0 && <li className="wait-over">{t('waitlists.over', { count: over })}</li>}
        {offered > 0 && (
          <li data-part="offered">
            {t('waitlists.offered', { count: offered, until: offeredUntil === null ? '' : moment(offeredUntil) })}
          </li>
        )}
        <li data-part="waiting">
          <b>{t('waitlists.waiting', { count: waiting })}</b>
        </li>
        {waitingForDay > 0 && <li>{t('waitlists.waitingForDay', { count: waitingForDay })}</li>}
      </ul>
      {waiting > 0 && (capacity === null || taken < capacity) && (
        <p className="wait-free">{t(`waitlists.free.${how}`)}</p>
      )}
    </div>
  );
}
