import type { TFunction } from 'i18next';
import { heldMinutes, type PublishedAddOn } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockTime } from '../time/clock-face.js';

interface DepartureProps {
  addOn: PublishedAddOn;
  zone: string;
  language: string;
  t: TFunction;
}

/** The planned departure, struck through, to stand before the actual one; nothing when it leaves as planned. */
export function PlannedDeparture({ addOn, zone, language, t }: DepartureProps) {
  if (heldMinutes(addOn) === 0 || addOn.plannedDepartAt === null) return null;
  return (
    <>
      <span className="visually-hidden">{t('time.planned')} </span>
      <del>{clockTime(addOn.plannedDepartAt, zone, dateLocale(language))}</del>{' '}
    </>
  );
}

/** Until when a departure is held, as a word; nothing when it leaves as planned. */
export function HeldDeparture({ addOn, zone, language, t }: DepartureProps) {
  if (addOn.departAt === null || heldMinutes(addOn) === 0) return null;
  return (
    <span className="state" data-tone="late">
      {t('state.held', { time: clockTime(addOn.departAt, zone, dateLocale(language)) })}
    </span>
  );
}
