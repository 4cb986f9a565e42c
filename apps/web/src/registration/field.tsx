import type { InputHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorInWords, type FieldError } from './field-errors.js';
import { useMomentInWords } from './moment.js';

interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  optional?: boolean;
  errors: readonly FieldError[];
}

/** The errors of one field, beside it. */
export function ErrorsOf({ id, errors }: { id: string; errors: readonly FieldError[] }) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  const own = errors.filter(({ field }) => field === id);
  if (own.length === 0) return null;
  return (
    <span className="reg-error" id={`${id}-error`}>
      <span aria-hidden="true">! </span>
      {own.map((error) => errorInWords(error, t, inWords)).join(' ')}
    </span>
  );
}

const describedBy = ({ id, hint, errors }: Pick<FieldProps, 'id' | 'hint' | 'errors'>) => {
  const isWrong = errors.some(({ field }) => field === id);
  const ids = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-error` : ''].filter((part) => part !== '');
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(isWrong ? { 'aria-invalid': true } : {}),
  };
};

function Frame({ id, label, hint, optional, errors, children }: FieldProps & { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="reg-field">
      <label htmlFor={id}>
        {label}
        {optional === true && <span className="reg-optional"> ({t('registration.optional')})</span>}
      </label>
      {children}
      {hint !== undefined && (
        <span className="reg-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <ErrorsOf id={id} errors={errors} />
    </div>
  );
}

type TextFieldProps = FieldProps &
  Pick<InputHTMLAttributes<HTMLInputElement>, 'autoComplete' | 'type' | 'maxLength'> & {
    value: string;
    onText: (text: string) => void;
  };

export function TextField({ value, onText, autoComplete, type = 'text', maxLength = 200, ...field }: TextFieldProps) {
  return (
    <Frame {...field}>
      <input
        id={field.id}
        type={type}
        value={value}
        maxLength={maxLength}
        autoComplete={autoComplete}
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
