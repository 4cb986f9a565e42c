import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@kopa/contracts';
import { dateLocale } from '../../language/language.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { useZones } from '../../time/zone-choice.js';
import { compareFields } from './compared.js';

/** One entry: who did what to what and when, and what that changed. */
export function EntryCard({ entry, onWho }: { entry: AuditEntry; onWho?: (who: string, name: string) => void }) {
  const { t, i18n } = useTranslation();
  const { shown } = useZones();
  const { at, who, action, subject, reason } = entry;
  const name = entry.name ?? t(who === 'console' ? 'audit.console' : 'audit.gone');
  // Actions have dots, which are paths to `t`.
  const deed = (t('audit.deed', { returnObjects: true }) as Record<string, string>)[action] ?? action;
  const compared = compareFields(entry.before, entry.after);
  const locale = dateLocale(i18n.language);
  const moment = (instant: string): string =>
    `${dateInWords(localDate(instant, shown), locale, 'short')} ${clockTime(instant, shown, locale)}`;
  /** A value as people read it: instants on the clock that is shown. */
  const readable = (value: string): string =>
    value.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => moment(instant));
  return (
    <li className="team-part">
      <h2>
        {deed}: {subject}
      </h2>
      <p className="faint">
        {name} · {moment(at)}
      </p>
      {reason !== '' && (
        <p>
          {t('audit.reason')} {reason}
        </p>
      )}
      {compared.length > 0 && (
        <table className="audit-fields">
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {compared.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{before === null ? <span className="faint">{t('audit.nothing')}</span> : readable(before)}</td>
                <td>{after === null ? <span className="faint">{t('audit.nothing')}</span> : readable(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {onWho !== undefined && (
        <p>
          <button type="button" className="audit-who" onClick={() => onWho(who, name)}>
            {t('audit.only', { name })}
          </button>
        </p>
      )}
    </li>
  );
}
