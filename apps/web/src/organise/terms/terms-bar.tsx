import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { fieldId } from './faults.js';
import type { TermsStanding, TermsStore } from './terms-store.js';

export interface TermsFaultLine {
  path: string;
  words: string;
}

interface TermsBarProps {
  store: TermsStore;
  standing: TermsStanding;
  languages: readonly string[];
  /** What is wrong, as it is told: after somebody tried to save. */
  faults: readonly TermsFaultLine[];
  save: () => void;
}

/** Whether all is saved, what is wrong or asked, and the ways back and forth. */
export function TermsBar({ store, standing, languages, faults, save }: TermsBarProps) {
  const { t } = useTranslation();
  const { isAltered, saving, contested, refusal, isRestored, canUndo, canRedo } = standing;
  const nameOf = useFieldNames(standing, languages);
  const told =
    contested.length > 0 ? '' : saving !== 'idle' ? t(`terms.${saving}`) : isAltered ? t('terms.altered') : '';
  return (
    <div className="set-bar ses-bar terms-bar">
      <span role="status" className={saving === 'unreachable' ? 'ses-away' : 'faint'}>
        {isRestored && isAltered && saving === 'idle' ? t('terms.restored') : told}
      </span>
      {contested.length > 0 && (
        <span className="ses-contest" role="alert">
          <span>
            {t('terms.contested', {
              names: [...new Set(contested.map(nameOf))].join(', '),
              interpolation: { escapeValue: false },
            })}
          </span>
          <button type="button" className="link-button strong" onClick={() => store.settle('mine')}>
            {t('terms.mine')}
          </button>
          <button type="button" className="link-button" onClick={() => store.settle('theirs')}>
            {t('terms.theirs')}
          </button>
        </span>
      )}
      {faults.length > 0 && (
        <div className="terms-faults" role="alert">
          <strong>{t('terms.faults', { count: faults.length })}</strong>
          <ul>
            {faults.map(({ path, words }) => (
              <li key={path}>
                <button type="button" className="link-button" onClick={() => goToField(path)}>
                  {`${nameOf(path)}: ${words}`}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {refusal !== null && faults.length === 0 && (
        <span className="org-fault" role="alert">
          {t('terms.refused')}
        </span>
      )}
      <button type="button" className="link-button" aria-disabled={!canUndo} onClick={store.undo}>
        {t('terms.undo')}
      </button>
      <button type="button" className="link-button" aria-disabled={!canRedo} onClick={store.redo}>
        {t('terms.redo')}
      </button>
      {isAltered && (
        <button type="button" className="link-button quiet" onClick={store.discard}>
          {t('terms.discard')}
        </button>
      )}
      <button
        type="button"
        className="link-button strong"
        aria-disabled={!isAltered || saving === 'saving' || contested.length > 0}
        onClick={() => isAltered && contested.length === 0 && save()}
      >
        {t('terms.save')}
      </button>
    </div>
  );
}

/** Puts the focus in the field of a path, or in the first of its languages. */
export function goToField(path: string): void {
  const id = CSS.escape(fieldId(path));
  const field =
    document.querySelector<HTMLElement>(`[id="${id}"], #${id}`) ??
    document.querySelector<HTMLElement>(`[id^="${fieldId(path)}"]`);
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}

/** The part of the form that a path speaks of, in words. Paths count entries, or name them by their keys. */
function useFieldNames({ rules }: TermsStanding, languages: readonly string[]): (path: string) => string {
  const { t, i18n } = useTranslation();
  return (path) => {
    const [first = '', second = ''] = path.split(/[.[\]]+/);
    if (first === 'in-person' || first === 'online') return t(`terms.mode.${first}`);
    if (first === 'sessions') return `${t('terms.sessions.title')}, ${second}`;
    if (first === 'keepUntil' || first === 'sendsInvitations') return t(`terms.keeping.${first}`);
    const isQuestion = first === 'questions';
    if (!isQuestion && first !== 'consents') return path;
    const known = isQuestion
      ? rules.questions.map(({ key, label }) => ({ key, text: label }))
      : rules.consents.map(({ purpose, text }) => ({ key: purpose, text }));
    const index = /^\d+$/.test(second) ? Number(second) : known.findIndex(({ key }) => key === second);
    const said = pickText(known[index]?.text ?? {}, i18n.language, languages).text;
    if (said !== '') return `“${said}”`;
    return index < 0
      ? second
      : t(isQuestion ? 'terms.questions.nameless' : 'terms.consents.nameless', { number: index + 1 });
  };
}
