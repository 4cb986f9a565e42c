import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';

/** Titles of sessions in the reader's language; what is no longer in the programme goes by its code. */
export function useTitleOf(): (code: string) => string {
  const { i18n } = useTranslation();
  const { index } = useEvent();
  return useCallback(
    (code) => {
      const session = index.sessions.get(code);
      return session === undefined
        ? code
        : pickText(session.title, i18n.language, index.programme.event.languages).text;
    },
    [index, i18n.language],
  );
}
