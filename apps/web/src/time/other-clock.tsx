import { useTranslation } from 'react-i18next';
import { zonePlace } from './clock-face.js';
import { useZones } from './zone-choice.js';

interface OtherClockProps {
  /** What it says in a zone. */
  time: (zone: string) => string;
  as?: 'p' | 'span';
  className?: string;
}

/** A time on the other clock: one's own where the event's is shown, and the other way round; nothing where they agree. */
export function OtherClock({ time, as: Element = 'p', className }: OtherClockProps) {
  const { t } = useTranslation();
  const { other, choice } = useZones();
  if (other === null) return null;
  return (
    <Element className={className}>
      {t(choice === 'event' ? 'time.yours' : 'time.atEvent', { time: time(other), place: zonePlace(other) })}
    </Element>
  );
}
