import { useTranslation } from 'react-i18next';
import { zoneName, zonePlace } from './clock-face.js';
import { useZones } from './zone-choice.js';

/** Names the zone of the times shown and lets the reader change it; nothing to change when both clocks agree. */
export function ZoneSwitch({ at }: { at: string }) {
  const { t } = useTranslation();
  const { choice, choose, event, mine, other, shown } = useZones();
  if (other === null) return <p className="zone-line">{t('time.alsoYours', { zone: zoneName(event, at) })}</p>;
  return (
    <div className="zone-line">
      <div className="segments" role="group" aria-label={t('time.choose')}>
        <button type="button" aria-pressed={choice === 'event'} onClick={() => choose('event')}>
          {t('time.event', { place: zonePlace(event) })}
        </button>
        <button type="button" aria-pressed={choice === 'mine'} onClick={() => choose('mine')}>
          {t('time.mine', { place: zonePlace(mine) })}
        </button>
      </div>
      <span>{t('time.shownIn', { zone: zoneName(shown, at) })}</span>
    </div>
  );
}
