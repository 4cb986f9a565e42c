import { useTranslation } from 'react-i18next';
import type { Waitlist } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';

/** What a pool holds places of, in words. */
export function usePoolWords(): (pool: Pick<Waitlist, 'scope' | 'key' | 'title'>) => string {
  const { t, i18n } = useTranslation();
  const { languages } = useOrganised();
  return ({ scope, key, title }) => {
    const named = Object.keys(title).length === 0 ? key : pickText(title, i18n.language, languages).text;
    switch (scope) {
      case 'event':
        return t('waitlists.of.event');
      case 'day':
        return dateInWords(key, dateLocale(i18n.language));
      case 'seat':
        return t('waitlists.of.seat', { title: named, interpolation: { escapeValue: false } });
      case 'session':
        return named;
    }
  };
}
