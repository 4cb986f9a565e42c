import { useTranslation } from 'react-i18next';
import { useMomentInWords } from './moment.js';
import type { Shut } from './terms.js';

/** Why a mode cannot be chosen, in the reader's language. */
export function useShutInWords(): (shut: Shut) => string {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  return ({ key, mode, at }) =>
    t(`registration.errors.${key}`, { mode: t(`mode.${mode}`), when: at === null ? '' : inWords(at) });
}
