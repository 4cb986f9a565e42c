import { useTranslation } from 'react-i18next';
import type { Erasure } from '@kopa/contracts';
import type { CalendarDate } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { dateWithYear } from '../time/clock-face.js';

/** What outlasts an erasure and until when, as the words about it take them. */
export function useKeptInWords(): (kept: Erasure['kept'], until: CalendarDate) => { kept: string; day: string } {
  const { t, i18n } = useTranslation();
  const locale = dateLocale(i18n.language);
  return (kept, until) => ({
    kept: new Intl.ListFormat(locale).format(kept.map((part) => t(`registration.ownData.${part}`))),
    day: dateWithYear(until, locale),
  });
}
