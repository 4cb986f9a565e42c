import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localToInstant, timesOnClock, type Instant, type Texts } from '@kopa/domain';
import { languageName } from '../../language/language.js';
import { wallTimeOf } from '../sessions/session-fields.js';
import { TextLine } from '../team/form-parts.js';
import { fieldId, useFaults } from './faults.js';

interface FieldProps {
  /** As problems name it. */
  path: string;
  label: string;
  hint?: string | undefined;
}

interface TextsFieldProps extends FieldProps {
  texts: Texts;
  languages: readonly string[];
  set: (texts: Record<string, string>) => void;
}

/** A text in each language of the event, side by side. */
export function TextsField({ path, label, hint, texts, languages, set }: TextsFieldProps) {
  const { i18n } = useTranslation();
  const { at } = useFaults();
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  return (
    <div className="set-texts" role="group" aria-label={label}>
      {all.map((language, index) => (
        <TextLine
          key={language}
          id={fieldId(`${path}.${language}`)}
          label={`${label} (${languageName(language, i18n.language)})`}
          hint={index === 0 ? hint : undefined}
          wrong={at(`${path}.${language}`) ?? (index === 0 ? at(path) : undefined)}
          lang={language}
          maxLength={2000}
          value={texts[language] ?? ''}
          onText={(text) => set({ ...texts, [language]: text })}
        />
      ))}
    </div>
  );
}

interface MomentFieldProps extends FieldProps {
  at: Instant | null;
  zone: string;
  set: (at: Instant | null) => void;
}

/** A date and a time on the event's clock. One that the clock skips is no time; of one that it says twice the first is. */
export function MomentField({ path, label, hint, at, zone, set }: MomentFieldProps) {
  const { t } = useTranslation();
  const faults = useFaults();
  const { unread } = faults;
  const [typed, setTyped] = useState<string | null>(null);
  // What is not there any more has nothing wrong with it.
  useEffect(() => () => unread(path, null), [path, unread]);
  const local = wallTimeOf(at, zone);
  const [seen, setSeen] = useState(local);
  // Taken back, or set by a button: what was typed and could not be read is gone.
  if (local !== seen) {
    setSeen(local);
    setTyped(null);
  }
  useEffect(() => unread(path, null), [local, path, unread]);
  const isTwice = at !== null && timesOnClock(local, zone) === 2;
  const write = (text: string, isHalf: boolean): void => {
    if (isHalf) {
      unread(path, 'terms.momentWrong');
      return;
    }
    if (text !== '' && timesOnClock(text, zone) === 0) {
      setTyped(text);
      unread(path, 'terms.skipped');
      return;
    }
    setTyped(null);
    unread(path, null);
    set(text === '' ? null : localToInstant(text, zone));
  };
  const id = fieldId(path);
  const wrong = faults.at(path);
  const said = isTwice && typed === null ? t('terms.twice') : hint;
  return (
    <div className="team-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        value={typed ?? local}
        aria-invalid={wrong !== undefined}
        aria-describedby={[said === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].join(' ')}
        onChange={({ target }) => write(target.value.slice(0, 16), target.validity.badInput)}
      />
      {said !== undefined && (
        <span className="team-hint" id={`${id}-hint`}>
          {said}
        </span>
      )}
      {wrong !== undefined && (
        <span className="team-wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
}

interface NumberFieldProps extends FieldProps {
  value: number | null;
  set: (value: number | null) => void;
  /** Whether only whole numbers from this on are. */
  from?: number;
}

/** A number, or nothing. */
export function NumberField({ path, label, hint, value, set, from }: NumberFieldProps) {
  const { at, unread } = useFaults();
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => () => unread(path, null), [path, unread]);
  const write = (text: string): void => {
    const number = Number(text.replace(',', '.'));
    const isRead = Number.isFinite(number) && (from === undefined || (Number.isInteger(number) && number >= from));
    if (text.trim() !== '' && !isRead) {
      setTyped(text);
      unread(path, from === undefined ? 'terms.numberWrong' : 'terms.wholeWrong');
      return;
    }
    // "2." on its way to "2.5" stays as it is typed.
    setTyped(text);
    unread(path, null);
    set(text.trim() === '' ? null : number);
  };
  return (
    <TextLine
      id={fieldId(path)}
      label={label}
      hint={hint}
      wrong={at(path)}
      inputMode="decimal"
      value={typed ?? (value === null ? '' : String(value))}
      onText={write}
      onBlur={() => at(path) === undefined && setTyped(null)}
    />
  );
}

interface CheckFieldProps {
  label: string;
  hint?: string;
  isChecked: boolean;
  set: (isChecked: boolean) => void;
}

export function CheckField({ label, hint, isChecked, set }: CheckFieldProps) {
  const id = useId();
  return (
    <div>
      <label className="set-check">
        <input
          type="checkbox"
          checked={isChecked}
          {...(hint === undefined ? {} : { 'aria-describedby': id })}
          onChange={({ target }) => set(target.checked)}
        />
        {label}
      </label>
      {hint !== undefined && (
        <span className="team-hint terms-below" id={id}>
          {hint}
        </span>
      )}
    </div>
  );
}
