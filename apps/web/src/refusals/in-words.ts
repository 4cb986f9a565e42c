import i18next from 'i18next';
import type { InputError, Refused } from '../shell/call.js';
import { en } from './en.js';
import { lv } from './lv.js';

i18next.addResourceBundle('en', 'translation', { faults: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { faults: lv }, true, true);

/** The words of a code in a dictionary by codes that stands at `key`; undefined where it has none. */
export function wordsOf(key: string, code: string | undefined, facts: object = {}): string | undefined {
  // Codes have dots, which are paths to `t`.
  const words: unknown = i18next.t(key, { returnObjects: true, skipInterpolation: true });
  if (typeof words !== 'object' || words === null || code === undefined) return undefined;
  const text = (words as Record<string, unknown>)[code];
  if (typeof text !== 'string') return undefined;
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String((facts as Record<string, string | number | undefined>)[name] ?? ''),
  );
}

/** What would be right in a field, in the reader's language; what nobody has words for is at least said not to be right. */
export const faultInWords = (error: InputError): string =>
  wordsOf('faults', error.code, error) ?? wordsOf('faults', 'field.wrong') ?? '';

/** What is wrong with each field, by the name that `nameOf` gives it. */
function fieldsInWords(errors: readonly InputError[], nameOf: (path: string) => string | undefined): string[] {
  return errors.map((error) => {
    const name = nameOf(error.path) ?? error.path;
    return name === '' ? faultInWords(error) : `${name}: ${faultInWords(error)}`;
  });
}

/**
 * Why the server refused something, in the reader's language.
 * @param dictionary where words by codes stand, beside `fields`, `server` and `other` for what has no words of its own
 * @param nameOf how the form labels the field of a path; a fault that has words in the dictionary needs no name
 */
export function refusalFrom(
  dictionary: string,
  { status, code, errors }: Pick<Refused, 'status' | 'code' | 'errors'>,
  nameOf: (path: string) => string | undefined,
): string {
  const said = (one: string | undefined, facts?: InputError): string | undefined => wordsOf(dictionary, one, facts);
  const whole = said(code);
  if (whole !== undefined) return whole;
  if (errors.length > 0) {
    const own = errors.flatMap((error) => said(error.code, error) ?? []);
    const unsaid = errors.filter((error) => said(error.code, error) === undefined);
    return [...new Set([...own, ...fieldsInWords(unsaid, nameOf)])].join(' ');
  }
  return said(code === 'input.invalid' ? 'fields' : status >= 500 ? 'server' : 'other') ?? '';
}
