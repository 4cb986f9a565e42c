import { useDeferredValue, useId, useState, type ReactNode } from 'react';
import { languageName } from '../../language/language.js';
import { useTranslation } from 'react-i18next';
import type { EventSettings, SettingsEdit } from '@kopa/contracts';
import type { Texts } from '@kopa/domain';
import { MarkdownPreview } from '../sessions/markdown-preview.js';
import { TextLine } from '../team/form-parts.js';

/** What each part of the settings page is given. */
export interface PartOfSettings {
  settings: EventSettings;
  edit: (edit: SettingsEdit) => void;
}

interface SavedLineProps {
  label: string;
  value: string;
  /** Called when the field is left with something else in it. */
  save: (value: string) => void;
  type?: 'text' | 'date' | 'number' | 'url' | 'color';
  hint?: string;
  list?: string;
}

/** A line that is saved when it is left; what others saved meanwhile appears in it. */
export function SavedLine({ label, value, save, type = 'text', hint, list }: SavedLineProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  return (
    <TextLine
      id={id}
      label={label}
      hint={hint}
      type={type}
      value={text}
      maxLength={2000}
      {...(type === 'number' ? { min: 0 } : {})}
      {...(list === undefined ? {} : { list })}
      onText={setText}
      onBlur={() => text !== value && save(text)}
    />
  );
}

interface SavedLongProps {
  label: string;
  value: string;
  language: string;
  save: (value: string) => void;
}

/** Many lines in Markdown, saved when they are left, with what readers will see. */
function SavedLong({ label, value, language, save }: SavedLongProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const shown = useDeferredValue(text);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  return (
    <div className="team-field ses-long">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        lang={language}
        rows={8}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => setText(target.value)}
        onBlur={() => text !== value && save(text)}
      />
      <span className="team-hint" id={`${id}-hint`}>
        {t('settings.markdown')}
      </span>
      {shown.trim() !== '' && (
        <MarkdownPreview
          label={t('settings.preview', { label, interpolation: { escapeValue: false } })}
          text={shown}
          language={language}
        />
      )}
    </div>
  );
}

interface SavedTextsProps {
  label: string;
  texts: Texts;
  languages: readonly string[];
  save: (texts: Record<string, string>) => void;
  /** Many lines in Markdown. */
  isLong?: boolean;
}

/** A text in each language of the event, side by side. */
export function SavedTexts({ label, texts, languages, save, isLong = false }: SavedTextsProps) {
  const { i18n } = useTranslation();
  return (
    <div className="set-texts" role="group" aria-label={label}>
      {languages.map((language) => {
        const own = {
          label: `${label} (${languageName(language, i18n.language)})`,
          value: texts[language] ?? '',
          save: (text: string): void => {
            const others = Object.fromEntries(Object.entries(texts).filter(([tag]) => tag !== language));
            save(text.trim() === '' ? others : { ...others, [language]: text.trim() });
          },
        };
        return isLong ? (
          <SavedLong key={language} language={language} {...own} />
        ) : (
          <SavedLine key={language} {...own} />
        );
      })}
    </div>
  );
}

interface PartProps {
  title: string;
  children: ReactNode;
}

export function Part({ title, children }: PartProps) {
  const id = useId();
  return (
    <section className="team-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface RecordsProps<T extends { id: string }> {
  records: readonly T[];
  nameOf: (record: T) => string;
  children: (record: T) => ReactNode;
  remove: (record: T) => void;
  additions: readonly { label: string; add: () => void }[];
}

/** A list of things with fields each, and buttons to add and remove. */
export function Records<T extends { id: string }>({ records, nameOf, children, remove, additions }: RecordsProps<T>) {
  const { t } = useTranslation();
  return (
    <>
      {records.length === 0 && <p className="faint">{t('settings.none')}</p>}
      <ul className="set-records">
        {records.map((record) => (
          <li key={record.id}>
            {children(record)}
            <button type="button" className="link-button quiet" onClick={() => remove(record)}>
              {t('settings.remove', { name: nameOf(record), interpolation: { escapeValue: false } })}
            </button>
          </li>
        ))}
      </ul>
      <p className="org-deeds">
        {additions.map(({ label, add }) => (
          <button key={label} type="button" className="link-button" onClick={add}>
            {label}
          </button>
        ))}
      </p>
    </>
  );
}
