import { useTranslation } from 'react-i18next';
import type { HistoryEntry, Mail } from '@kopa/contracts';
import { EntryCard } from '../audit/entry-card.js';
import { dateLocale } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import { useMomentWords } from './moment-words.js';

const isDate = /^\d{4}-\d\d-\d\d$/;

/** What somebody did and what organisers did for them, the newest first. */
export function PersonStory({
  history,
  titles,
}: {
  history: readonly HistoryEntry[];
  titles: ReadonlyMap<string, string>;
}) {
  const { t, i18n } = useTranslation();
  const moment = useMomentWords();
  const named = (of: string | null): string => {
    if (of === null) return '';
    return isDate.test(of) ? dateInWords(of, dateLocale(i18n.language), 'short') : (titles.get(of) ?? of);
  };
  return (
    <ol className="people-story">
      {history.map((entry, index) =>
        entry.kind === 'deed' ? (
          <EntryCard key={`deed ${entry.id}`} entry={entry} />
        ) : (
          <li key={`${entry.step} ${entry.at} ${entry.of ?? ''} ${index}`}>
            {t(`people.step.${entry.step}`, {
              of: named(entry.of),
              status: entry.status === null ? '' : t(`people.filter.placeIs.${entry.status}`),
              interpolation: { escapeValue: false },
            })}{' '}
            <span className="faint">{moment(entry.at)}</span>
          </li>
        ),
      )}
    </ol>
  );
}

/** What was written to somebody, and what became of it. */
export function PersonMails({ mails }: { mails: readonly Mail[] }) {
  const { t } = useTranslation();
  const moment = useMomentWords();
  if (mails.length === 0) return <p className="faint">{t('people.noMails')}</p>;
  // Kinds have dots, which are paths to `t`.
  const kinds = t('outbox.kind', { returnObjects: true }) as Record<string, string>;
  return (
    <ul className="people-mails">
      {mails.map(({ id, kind, state, subject, sentAt, writtenAt, response }) => (
        <li key={id}>
          <span className={`outbox-state outbox-${state}`}>{t(`outbox.state.${state}`)}</span>{' '}
          {subject ?? kinds[kind] ?? kind} <span className="faint">{moment(sentAt ?? writtenAt)}</span>
          {response !== null && state !== 'sent' && (
            <p className="outbox-said">
              <q lang="en">{response}</q>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
