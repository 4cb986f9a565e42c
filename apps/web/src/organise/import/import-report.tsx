import { useTranslation } from 'react-i18next';
import type { ImportAnswer } from '@kopa/contracts';
import { wordsOf } from '../../refusals/in-words.js';

const counted = ['created', 'changed', 'removed', 'unchanged'] as const;

/** What an import did or would do: counts first, then what was odd about the file. */
export function ImportReport({ answer }: { answer: ImportAnswer }) {
  const { t } = useTranslation();
  const { created, changed, removed, frame, rejected, warnings } = answer;
  /** A line of an XML file in the reader's language, or the path in a JSON file, which is everybody's. */
  const placeInWords = (where: string): string => {
    const line = /^line (\d+)$/.exec(where)?.[1];
    return line === undefined ? where : t('imports.at', { line });
  };
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
          <ul className="imp-oddities">
            {rejected.map((row) => (
              <li key={row.where}>
                {placeInWords(row.where)}: {wordsOf('imports.rejection', row.code, row)}
              </li>
            ))}
            {warnings.map(({ code, text, facts }) => (
              <li key={text}>
                {wordsOf('imports.warning', code, { ...facts, where: placeInWords(String(facts['where'])) })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
