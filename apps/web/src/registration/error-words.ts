import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import type { FieldError } from './field-errors.js';
import { labelOf } from './field-labels.js';
import { useMomentInWords } from './moment.js';
import { fieldInWords } from './problem.js';
import { useShutInWords } from './shut-words.js';

/** An error in the reader's language. */
export function useErrorInWords(): (error: FieldError) => string {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const inWords = useMomentInWords();
  const shutInWords = useShutInWords();
  const { languages } = index.programme.event;
  return ({ key, refused, shut, invitation, question, person = '', fromAge }) => {
    const of = person === '' ? '' : `${person}: `;
    if (key === undefined) {
      if (refused === undefined) return '';
      const name = labelOf(refused.path) ?? refused.path;
      return `${of}${name}: ${fieldInWords(refused)}`;
    }
    if (fromAge !== undefined) {
      const title = pickText(fromAge.title, i18n.language, languages).text;
      return `${of}${t(`registration.errors.${key}`, { title, count: fromAge.years })}`;
    }
    if (shut !== undefined) return shutInWords(shut);
    if (invitation !== undefined) {
      const left = Object.entries(invitation.left ?? {}).flatMap(([mode, count]) =>
        count === null
          ? []
          : t('registration.invitation.left', { mode: t(`mode.${mode}`), number: Math.max(0, count) }),
      );
      const when = invitation.at === undefined ? '' : inWords(invitation.at);
      return t(`registration.errors.${key}`, { when, left: left.join(', ') });
    }
    if (question === undefined) return `${of}${t(`registration.errors.${key}`)}`;
    const { label, person: whose, bound } = question;
    const asked = pickText(label, i18n.language, languages).text;
    const words = refused === undefined ? '' : fieldInWords(refused);
    return t(`registration.errors.${key}`, { words, bound, asked: whose === '' ? asked : `${asked} (${whose})` });
  };
}
