import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { dateWithYear } from '../time/clock-face.js';
import type { Particulars } from './particulars.js';

/** What some bookings need, to be read; what is not given has no line. */
export function NeededLines({ needed }: { needed: Partial<Particulars> }) {
  const { t, i18n } = useTranslation();
  const { telephone = '', bornOn = '', guardian } = needed;
  const lines = [
    { label: t('registration.needed.telephone'), value: telephone },
    {
      label: t('registration.needed.bornOn'),
      value: bornOn === '' ? '' : dateWithYear(bornOn, dateLocale(i18n.language)),
    },
    {
      label: t('registration.guardian.line'),
      value: [guardian?.name ?? '', guardian?.email ?? ''].filter((part) => part !== '').join(', '),
    },
  ].filter(({ value }) => value !== '');
  if (lines.length === 0) return null;
  return (
    <dl className="reg-lines">
      {lines.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
