import i18next from 'i18next';
import { refusalFrom } from '../../refusals/in-words.js';
import type { Refused } from '../../shell/call.js';
import { en } from './en.js';
import { lv } from './lv.js';

i18next.addResourceBundle('en', 'translation', { refusals: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { refusals: lv }, true, true);

/** Why the server refused an organiser something, in the reader's language; `nameOf` says how the form labels a field. */
export const refusalInWords = (
  refused: Pick<Refused, 'status' | 'code' | 'errors'>,
  nameOf: (path: string) => string | undefined = () => undefined,
): string => refusalFrom('refusals', refused, nameOf);
