import { useTranslation } from 'react-i18next';
import type { ImportAnswer } from '@kopa/contracts';

const counted = ['created', 'changed', 'removed', 'unchanged'] as const;

/** What an import did or would do: counts first, then what was odd about the file. */
export function ImportReport({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation();
  const { created, changed, removed, frame, rejected, warnings } = answer;
  const parts = frame.map((part) => t(`imports.frame.${part}`)).join(', ');
  return (
    <>
      <ul className="imp-counts">
        {counted.map((what) =>
          answer[what] === 0 ? null : (
            <li key={what} data-what={what}>
              {t(`imports.count.${what}`, { count: answer[what] })}
            </li>
          ),
        )}
        {rejected.length > 0 && <li data-what="rejected">{t('imports.count.rejected', { count: rejected.length })}</li>}
      </ul>
      {created + changed + removed + frame.length === 0 && <p>{t('imports.nothing')}</p>}
      {parts !== '' && <p className="faint">{t('imports.also', { parts })}</p>}
      {rejected.length + warnings.length > 0 && (
        <details open={rejected.length > 0}>
          <summary>{t('imports.oddities')}</summary>
          {/* What reading a file says of it is in English. */}
          <ul className="imp-oddities" lang="en">
            {rejected.map(({ where, reason }) => (
              <li key={where}>
                {where}: {reason}
              </li>
            ))}
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
