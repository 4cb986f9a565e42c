import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { clockTime, dateInWords, localDate, zoneName } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';

/** Day, time and zone of an instant in words: a deadline must be right for who reads it anywhere. */
export function useMomentInWords(): (at: string) => string {
  const { i18n } = useTranslation();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  return (at) =>
    `${dateInWords(localDate(at, shown), locale)}, ${clockTime(at, shown, locale)}, ${zoneName(shown, at)}`;
}
