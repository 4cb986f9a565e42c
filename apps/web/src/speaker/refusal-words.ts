import i18next from 'i18next';
import { languageName } from '../language/language.js';
import { refusalFrom } from '../refusals/in-words.js';
import type { Refused } from '../shell/call.js';

/** How the speaker's page labels the field of a path, such as `biography.lv`. */
function labelOf(path: string): string | undefined {
  const [field = '', language = ''] = path.split(/[.[\]]+/);
  if (field === 'times') return i18next.t('speaker.times');
  if (!['name', 'organisation', 'biography'].includes(field)) return undefined;
  return i18next.t(`speaker.${field}`, { language: languageName(language, i18next.language) });
}

/** Why the server refused a speaker something, in the reader's language. */
export const refusalInWords = (refused: Refused): string => refusalFrom('speaker.problem', refused, labelOf);
