import './words.js';
import i18next, { type TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { faultInWords, refusalFrom, wordsOf } from '../refusals/in-words.js';
import { Refused, type InputError } from '../shell/call.js';
import { labelOf } from './field-labels.js';
import { problemEn } from './words/problem-en.js';
import { problemLv } from './words/problem-lv.js';

const dictionary = 'registration.problem';
i18next.addResourceBundle('en', 'translation', { registration: { problem: problemEn } }, true, true);
i18next.addResourceBundle('lv', 'translation', { registration: { problem: problemLv } }, true, true);

/** What the server refused in a field, in the reader's language. */
export const fieldInWords = (error: InputError): string =>
  wordsOf(dictionary, error.code, error) ?? faultInWords(error);

/** What happened and what to do about it. */
export function problemInWords(error: unknown, t: TFunction): string {
  return error instanceof Refused ? refusalFrom(dictionary, error, labelOf) : t(`${dictionary}.network`);
}

/** A request that failed, with another attempt where there is one. */
export function ProblemNotice({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="reg-problem" role="alert">
      <p>
        <strong>{t(`${dictionary}.title`)}.</strong> {problemInWords(error, t)}
      </p>
      {again !== undefined && (
        <button type="button" className="link-button" onClick={again}>
          {t(`${dictionary}.again`)}
        </button>
      )}
    </div>
  );
}
