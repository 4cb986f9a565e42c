import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../../shell/call.js';
import { faultInWords } from '../../refusals/in-words.js';
import { refusalInWords } from '../refusals/in-words.js';

interface Sending {
  isBusy: boolean;
  /** What is wrong with a field, in words, by its path. */
  wrong: Readonly<Record<string, string>>;
  /** What was refused as a whole, or that the server was not reached. */
  failure: string | null;
  /** What was done, in words. */
  done: string | null;
}

const idle: Sending = { isBusy: false, wrong: {}, failure: null, done: null };

/**
 * Sends what somebody filled in or pressed, and says what became of it; what they wrote stays where it is. `idOf` gives the
 * id of a field's element by its path, where they differ.
 */
export function useSending(idOf = (path: string): string => path) {
  const { t } = useTranslation();
  const [state, setState] = useState(idle);
  const send = async (work: () => Promise<unknown>, done: string | null = null): Promise<void> => {
    if (state.isBusy) return;
    setState({ ...idle, isBusy: true });
    try {
      await work();
      setState({ ...idle, done });
    } catch (error) {
      // Codes have dots, which are paths to `t`.
      const refused = t('team.refused', { returnObjects: true }) as Record<string, string>;
      const words = t('team.wrong', { returnObjects: true }) as Record<string, string>;
      if (!(error instanceof Refused)) setState({ ...idle, failure: t('team.failed') });
      else {
        // Signing in refuses a code as a whole; on the page it is one of the lines.
        const isOfCode = error.code === 'secondFactor.wrong' && error.errors.length === 0;
        const faults = isOfCode ? [{ path: 'code', code: error.code, message: '' }] : error.errors;
        const wrong = Object.fromEntries(
          faults.map((fault) => [fault.path, words[fault.code ?? ''] ?? words[fault.path] ?? faultInWords(fault)]),
        );
        const isOfFields = Object.keys(wrong).some((path) => document.getElementById(idOf(path)) !== null);
        if (isOfFields) document.getElementById(idOf(Object.keys(wrong)[0] ?? ''))?.focus();
        setState({ ...idle, wrong, failure: isOfFields ? null : (refused[error.code] ?? refusalInWords(error)) });
      }
    }
  };
  return { ...state, send };
}
