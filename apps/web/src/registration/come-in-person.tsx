import { useTranslation } from 'react-i18next';
import type { CalendarDate } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { dateInWords } from '../time/clock-face.js';

interface ComeInPersonProps {
  date: CalendarDate;
  come: () => void;
  leave: () => void;
}

/** Asks who is not in person on a day whether they come for one session. */
export function ComeInPerson({ date, come, leave }: ComeInPersonProps) {
  const { t, i18n } = useTranslation();
  return (
    <div className="reg-asked">
      <p>{t('registration.another.asked', { day: dateInWords(date, dateLocale(i18n.language)) })}</p>
      <p className="reg-row">
        <button type="button" className="link-button strong" onClick={come}>
          {t('registration.another.come')}
        </button>
        <button type="button" className="link-button" onClick={leave}>
          {t('registration.another.leave')}
        </button>
      </p>
    </div>
  );
}
