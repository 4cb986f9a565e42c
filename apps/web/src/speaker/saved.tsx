import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../shell/call.js';
import { refusalInWords } from './refusal-words.js';

/** How a form that is being saved stands, in words. */
export function useSaved() {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  /** Answers whether it was saved. */
  const save = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (isBusy) return false;
    setBusy(true);
    setTold('');
    setFault('');
    try {
      await work();
      setTold(t('speaker.saved'));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) setFault(t('speaker.notSaved'));
      else if (error.status === 412) setFault(t('speaker.late'));
      else
        setFault(
          t('speaker.notSavedWhy', {
            detail: refusalInWords(error),
            interpolation: { escapeValue: false },
          }),
        );
      return false;
    } finally {
      setBusy(false);
    }
  };
  const foot = (
    <div className="speak-foot">
      <button type="submit" className="link-button strong" aria-disabled={isBusy}>
        {t(isBusy ? 'speaker.saving' : 'speaker.save')}
      </button>
      <span role="status">{told}</span>
      <span role="alert" className="speak-fault">
        {fault}
      </span>
    </div>
  );
  return { save, refuse: setFault, foot };
}
