import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordStore, RecordStanding } from './record-store.js';
import { refusalInWords } from '../refusals/in-words.js';

interface SaveBarProps<F extends object> {
  store: RecordStore<F>;
  standing: RecordStanding<F>;
  /** The name of the field of a path, as its label says it. */
  nameOf: (path: string) => string | undefined;
  children?: ReactNode;
}

/** Whether all is saved, what is asked, and the way back and forth. */
export function SaveBar<F extends object>({ store, standing, nameOf, children }: SaveBarProps<F>) {
  const { t } = useTranslation();
  const { saving, edits, canUndo, canRedo, contested, refused } = standing;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (isTyping || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) store.redo();
      else store.undo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [store]);
  const names = [...new Set(contested.map((path) => nameOf(path.split('.')[0] ?? '') ?? path))].join(', ');
  return (
    <div className="set-bar ses-bar">
      <span role="status" className={saving === 'unreachable' ? 'ses-away' : 'faint'}>
        {contested.length > 0
          ? ''
          : saving === 'saved'
            ? edits > 0
              ? t('sessions.bar.saved')
              : ''
            : t(`sessions.bar.${saving}`)}
      </span>
      {contested.length > 0 && (
        <span className="ses-contest" role="alert">
          <span>{t('sessions.bar.contested', { names, interpolation: { escapeValue: false } })}</span>
          <button type="button" className="link-button strong" onClick={() => store.settle('mine')}>
            {t('sessions.bar.mine')}
          </button>
          <button type="button" className="link-button" onClick={() => store.settle('theirs')}>
            {t('sessions.bar.theirs')}
          </button>
        </span>
      )}
      {refused !== null && (
        <span className="org-fault" role="alert">
          {t('sessions.bar.refused', {
            detail: refusalInWords(refused, nameOf),
            interpolation: { escapeValue: false },
          })}
        </span>
      )}
      <button type="button" className="link-button" aria-disabled={!canUndo} onClick={() => store.undo()}>
        {t('sessions.bar.undo')}
      </button>
      <button type="button" className="link-button" aria-disabled={!canRedo} onClick={() => store.redo()}>
        {t('sessions.bar.redo')}
      </button>
      {children}
    </div>
  );
}
