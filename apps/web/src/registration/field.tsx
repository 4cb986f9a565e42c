import type { HTMLAttributes, InputHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorInWords } from './error-words.js';
import type { FieldError } from './field-errors.js';

export interface FieldProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  errors: readonly FieldError[];
}

/** The errors of one field, beside it. */
export function ErrorsOf({ id, errors }: { id: string; errors: readonly FieldError[] }) {
  const inWords = useErrorInWords();
  const own = errors.filter(({ field }) => field === id);
  if (own.length === 0) return null;
  return (
    <span className="reg-error" id={`${id}-error`}>
      <span aria-hidden="true">! </span>
      {own.map(inWords).join(' ')}
    </span>
  );
}

export const describedBy = ({
  id,
  hint,
  errors,
}: Pick<FieldProps, 'id' | 'hint' | 'errors'>): HTMLAttributes<HTMLElement> => {
  const isWrong = errors.some(({ field }) => field === id);
  const ids = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-error` : ''].filter((part) => part !== '');
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(isWrong ? { 'aria-invalid': true } : {}),
  };
};

function Label({ label, optional }: Pick<FieldProps, 'label' | 'optional'>) {
  const { t } = useTranslation();
  return (
    <>
      {label}
      {optional === true && <span className="reg-optional"> ({t('registration.optional')})</span>}
    </>
  );
}

function Hint({ id, hint }: Pick<FieldProps, 'id' | 'hint'>) {
  if (hint === undefined) return null;
  return (
    <span className="reg-hint" id={`${id}-hint`}>
      {hint}
    </span>
  );
}

/** A field with its label, hint and errors around it. */
export function Frame({ children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <div className="reg-field">
      <label htmlFor={field.id}>
        <Label {...field} />
      </label>
      {children}
      <Hint {...field} />
      <ErrorsOf {...field} />
    </div>
  );
}

/** Boxes or buttons that answer one question together; the summary of errors leads to the first of them. */
export function ChoiceGroup({ children, ...field }: FieldProps & { children: ReactNode }) {
  const { 'aria-describedby': described } = describedBy(field);
  return (
    <fieldset
      className="reg-field reg-group"
      id={field.id}
      tabIndex={-1}
      {...(described === undefined ? {} : { 'aria-describedby': described })}
    >
      <legend>
        <Label {...field} />
      </legend>
      <Hint {...field} />
      <div className="reg-options">{children}</div>
      <ErrorsOf {...field} />
    </fieldset>
  );
}

type TextFieldProps = FieldProps &
  Pick<InputHTMLAttributes<HTMLInputElement>, 'autoComplete' | 'type' | 'maxLength' | 'inputMode'> & {
    value: string;
    onText: (text: string) => void;
    /** When the field is left, by a key or otherwise. */
    onLeave?: () => void;
  };

export function TextField({
  value,
  onText,
  onLeave,
  autoComplete,
  inputMode,
  type = 'text',
  maxLength = 200,
  ...field
}: TextFieldProps) {
  return (
    <Frame {...field}>
      <input
        id={field.id}
        type={type}
        inputMode={inputMode}
        value={value}
        maxLength={maxLength}
        autoComplete={autoComplete}
        required={field.optional !== true}
        onChange={({ target }) => onText(target.value)}
        onBlur={onLeave}
        {...describedBy(field)}
      />
    </Frame>
  );
}

type DateFieldProps = FieldProps & { value: string; autoComplete: string; onText: (date: string) => void };

export function DateField({ value, onText, autoComplete, ...field }: DateFieldProps) {
  return (
    <Frame {...field}>
      <input
        id={field.id}
        type="date"
        className="reg-date"
        value={value}
        autoComplete={autoComplete}
        required={field.optional !== true}
        onChange={({ target }) => onText(target.value)}
        {...describedBy(field)}
      />
    </Frame>
  );
}

type LongTextFieldProps = FieldProps & { value: string; maxLength: number; onText: (text: string) => void };

export function LongTextField({ value, maxLength, onText, ...field }: LongTextFieldProps) {
  return (
    <Frame {...field}>
      <textarea
        id={field.id}
        rows={2}
        value={value}
        maxLength={maxLength}
        required={field.optional !== true}
        onChange={({ target }) => onText(target.value)}
        {...describedBy(field)}
      />
    </Frame>
  );
}

type SelectFieldProps = FieldProps & {
  value: string;
  choices: readonly { value: string; label: string }[];
  onChoice: (value: string) => void;
  autoComplete?: string;
};

export function SelectField({ value, choices, onChoice, autoComplete, ...field }: SelectFieldProps) {
  return (
    <Frame {...field}>
      <select
        id={field.id}
        value={value}
        autoComplete={autoComplete}
        onChange={({ target }) => onChoice(target.value)}
        {...describedBy(field)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
