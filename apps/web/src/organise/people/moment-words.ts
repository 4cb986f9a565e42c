import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { useZones } from '../../time/zone-choice.js';

/** An instant in words, on the clock that is shown. */
export function useMomentWords(): (instant: string) => string {
  const { i18n } = useTranslation();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  return (instant) => `${dateInWords(localDate(instant, shown), locale, 'short')} ${clockTime(instant, shown, locale)}`;
}
