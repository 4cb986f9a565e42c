import { Button } from '@mantine/core';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Texts } from '@kopa/domain';
import { languageName } from '../../language/language.js';

const ready = ['before', 'technical', 'speaker', 'travel'] as const;

interface ReasonFieldProps {
  languages: readonly string[];
  value: Texts;
  set: (reason: Texts) => void;
}

/** Why it is changed, in each language of the event; a ready one fills in all that the interface speaks. */
export function ReasonField({ languages, value, set }: ReasonFieldProps) {
  const { t, i18n } = useTranslation();
  const fill = (one: (typeof ready)[number]): void => {
    const spoken = languages.filter((language) => i18next.hasResourceBundle(language, 'translation'));
    set({
      ...value,
      ...Object.fromEntries(spoken.map((language) => [language, t(`desk.ready.${one}`, { lng: language })])),
    });
  };
  return (
    <fieldset className="desk-reason">
      <legend>{t('desk.why')}</legend>
      {ready.map((one) => (
        <Button key={one} size="sm" variant="default" onClick={() => fill(one)}>
          {t(`desk.ready.${one}`)}
        </Button>
      ))}
      {languages.map((language) => (
        <label key={language}>
          {t('desk.whyIn', { language: languageName(language, i18n.language) })}
          <input
            lang={language}
            maxLength={200}
            value={value[language] ?? ''}
            onChange={(event) => set({ ...value, [language]: event.target.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** What was written of a reason; null where nothing was. */
export function writtenOf(reason: Texts): Texts | null {
  const written = Object.entries(reason)
    .map(([language, text]) => [language, text.trim()] as const)
    .filter(([, text]) => text !== '');
  return written.length === 0 ? null : Object.fromEntries(written);
}
