import { useTranslation } from 'react-i18next';
import { pickText, type Texts } from '@kopa/domain';
import { languageName } from './language.js';

interface LocalTextProps {
  texts: Texts;
  fallbacks: readonly string[];
}

/** A text in the reader's language; where it is missing, in another one, marked as such for eyes and ears. */
export function LocalText({ texts, fallbacks }: LocalTextProps) {
  const { i18n } = useTranslation();
  return <TextIn texts={texts} fallbacks={fallbacks} language={i18n.language} />;
}

/** The same without a subscription to the language, for long lists. */
export function TextIn({ texts, fallbacks, language }: LocalTextProps & { language: string }) {
  const picked = pickText(texts, language, fallbacks);
  if (!picked.isFallback) return picked.text;
  return (
    <>
      <span lang={picked.language}>{picked.text}</span>{' '}
      <span className="language-label">
        <span aria-hidden="true">{picked.language.toUpperCase()}</span>
        <span className="visually-hidden">({languageName(picked.language, language)})</span>
      </span>
    </>
  );
}

/** Whether any language has a text. */
export function hasText(texts: Texts | null | undefined): texts is Texts {
  return texts !== null && texts !== undefined && Object.values(texts).some((text) => text !== '');
}
