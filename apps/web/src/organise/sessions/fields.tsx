import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Texts } from '@kopa/domain';
import { languageName } from '../../language/language.js';
import { Choice, TextLine } from '../team/form-parts.js';
import { MarkdownPreview } from './markdown-preview.js';

/**
 * What is typed until it is left. `leave` gets it with what stood there when the typing began; what others save meanwhile
 * does not touch it. It gives what is wrong with it, and then it stays typed.
 */
function useTyped<B>(value: string, base: B, leave: (text: string, base: B) => string | undefined) {
  const [typed, setTyped] = useState<{ text: string; base: B } | null>(null);
  const [wrong, setWrong] = useState<string>();
  return {
    text: typed?.text ?? value,
    wrong,
    onText: (text: string): void => setTyped({ text, base: typed === null ? base : typed.base }),
    onBlur: (): void => {
      if (typed === null) return;
      const fault = typed.text === value ? undefined : leave(typed.text, typed.base);
      setWrong(fault);
      if (fault === undefined) setTyped(null);
    },
  };
}

interface LineFieldProps {
  label: string;
  value: string;
  /** `base` is what stood there when the typing began. Gives what is wrong, if something is. */
  save: (text: string, base: string) => string | undefined;
  type?: 'text' | 'number' | 'datetime-local' | 'email';
  hint?: string;
}

/** A line that is saved when it is left. */
export function LineField({ label, value, save, type = 'text', hint }: LineFieldProps) {
  const id = useId();
  const typed = useTyped(value, value, save);
  return (
    <TextLine
      id={id}
      label={label}
      hint={hint}
      wrong={typed.wrong}
      type={type}
      value={typed.text}
      maxLength={2000}
      {...(type === 'number' ? { min: 0 } : {})}
      onText={typed.onText}
      onBlur={typed.onBlur}
    />
  );
}

interface NumberFieldProps {
  label: string;
  value: number | null;
  save: (value: number | null, base: number | null) => void;
  hint?: string;
  most?: number;
}

/** A whole number, or nothing. */
export function NumberField({ label, value, save, hint, most = 2_147_483_647 }: NumberFieldProps) {
  const { t } = useTranslation();
  const read = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  return (
    <LineField
      label={label}
      type="number"
      value={value === null ? '' : String(value)}
      {...(hint === undefined ? {} : { hint })}
      save={(text, base) => {
        const number = read(text);
        if (number !== null && (!Number.isInteger(number) || number < 0 || number > most))
          return t('sessions.field.numberWrong');
        save(number, read(base));
        return undefined;
      }}
    />
  );
}

interface TextsFieldProps {
  label: string;
  texts: Texts;
  languages: readonly string[];
  save: (texts: Texts, base: Texts) => void;
  /** Many lines in Markdown, with what readers will see. */
  isLong?: boolean;
  isNeeded?: boolean;
}

const withText = (texts: Texts, language: string, text: string): Texts => {
  const others = Object.fromEntries(Object.entries(texts).filter(([tag]) => tag !== language));
  return text.trim() === '' ? others : { ...others, [language]: text.trim() };
};

/** A text in each language of the event, side by side. */
export function TextsField({ label, texts, languages, save, isLong = false, isNeeded = false }: TextsFieldProps) {
  const { t, i18n } = useTranslation();
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  return (
    <div className="set-texts" role="group" aria-label={label}>
      {all.map((language) => (
        <TextField
          key={language}
          label={`${label} (${languageName(language, i18n.language)})`}
          language={language}
          texts={texts}
          isLong={isLong}
          save={(text, base) => {
            const next = withText(base, language, text);
            if (isNeeded && Object.keys(next).length === 0) return t('sessions.field.titleWrong');
            save(next, base);
            return undefined;
          }}
        />
      ))}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  language: string;
  texts: Texts;
  isLong: boolean;
  save: (text: string, base: Texts) => string | undefined;
}

function TextField({ label, language, texts, isLong, save }: TextFieldProps) {
  const id = useId();
  const { t } = useTranslation();
  const { text, wrong, onText, onBlur } = useTyped(texts[language] ?? '', texts, save);
  const shown = useDeferredValue(text);
  if (!isLong)
    return (
      <TextLine
        id={id}
        label={label}
        wrong={wrong}
        value={text}
        maxLength={2000}
        lang={language}
        onText={onText}
        onBlur={onBlur}
      />
    );
  return (
    <div className="team-field ses-long">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        lang={language}
        rows={8}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onText(target.value)}
        onBlur={onBlur}
      />
      <span className="team-hint" id={`${id}-hint`}>
        {t('sessions.field.markdown')}
      </span>
      {shown.trim() !== '' && (
        <MarkdownPreview
          label={t('sessions.field.preview', { label, interpolation: { escapeValue: false } })}
          text={shown}
          language={language}
        />
      )}
    </div>
  );
}

interface ChoiceFieldProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  save: (value: string) => void;
}

/** A choice that is saved as it is made. */
export function ChoiceField({ label, value, options, save }: ChoiceFieldProps) {
  const id = useId();
  return (
    <Choice id={id} label={label} value={value} onChoice={save}>
      {options.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

interface TagsFieldProps {
  label: string;
  tags: readonly string[];
  options: readonly string[];
  save: (tags: string[]) => void;
}

/** Several languages of a list. */
export function TagsField({ label, tags, options, save }: TagsFieldProps) {
  const { i18n } = useTranslation();
  return (
    <fieldset className="ses-tags">
      <legend>{label}</legend>
      {options.map((tag) => (
        <label key={tag}>
          <input
            type="checkbox"
            checked={tags.includes(tag)}
            onChange={() => save(tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag])}
          />
          {languageName(tag, i18n.language)}
        </label>
      ))}
    </fieldset>
  );
}
