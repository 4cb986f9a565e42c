import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';

/** Says when something was, by the clock of whoever reads: an account is of no event and so in no event's zone. */
export function useMoment(): (at: string) => string {
  const { i18n } = useTranslation();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = dateLocale(i18n.language);
  return (at) => `${dateInWords(localDate(at, zone), locale, 'short')} ${clockTime(at, zone, locale)}`;
}
