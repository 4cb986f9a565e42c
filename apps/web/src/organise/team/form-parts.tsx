import type { InputHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { roles } from '@kopa/contracts';

interface LabelledProps {
  id: string;
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
}

type TextProps = LabelledProps &
  Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'type' | 'autoComplete' | 'autoFocus' | 'lang' | 'required' | 'list' | 'maxLength' | 'min' | 'onBlur' | 'inputMode'
  > & {
    value: string;
    onText: (text: string) => void;
  };

/** A line to write in, with its label, a hint and what is wrong with it. */
export function TextLine({ id, label, hint, wrong, value, onText, type = 'text', ...rest }: TextProps) {
  const said = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].filter(Boolean);
  return (
    <div className="team-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        maxLength={200}
        onChange={({ target }) => onText(target.value)}
        aria-invalid={wrong !== undefined}
        {...(said.length === 0 ? {} : { 'aria-describedby': said.join(' ') })}
        {...rest}
      />
      {hint !== undefined && (
        <span className="team-hint" id={`${id}-hint`}>
          {hint}
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

/** A choice of one of few. */
export function Choice({
  id,
  label,
  value,
  onChoice,
  children,
  isLabelHidden = false,
}: {
  id: string;
  label: string;
  value: string;
  onChoice: (value: string) => void;
  children: ReactNode;
  isLabelHidden?: boolean;
}) {
  return (
    <div className="team-field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={({ target }) => onChoice(target.value)}>
        {children}
      </select>
    </div>
  );
}

export function RoleOptions() {
  const { t } = useTranslation();
  return roles.map((role) => (
    <option key={role} value={role}>
      {t(`organise.role.${role}`)}
    </option>
  ));
}

/** What became of it, said to who does not see it too. */
export function Outcome({ done, failure }: { done: string | null; failure: string | null }) {
  return (
    <>
      <p className="team-done" role="status">
        {done}
      </p>
      <p className="team-failure" role="alert">
        {failure}
      </p>
    </>
  );
}
