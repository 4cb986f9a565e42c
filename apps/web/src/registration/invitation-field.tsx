import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placeModes } from '@kopa/domain';
import { TextField } from './field.js';
import type { StepProps } from './step-props.js';

/** As long as a code may be. */
const longest = 40;

interface InvitationInputProps extends Pick<StepProps, 'errors'> {
  code: string;
  onCode: (code: string) => void;
  optional: boolean;
}

export function InvitationInput({ code, onCode, optional, errors }: InvitationInputProps) {
  const { t } = useTranslation();
  return (
    <TextField
      id="invitation"
      label={t('registration.invitation.label')}
      hint={t('registration.invitation.hint')}
      optional={optional}
      autoComplete="off"
      maxLength={longest}
      value={code}
      onText={onCode}
      errors={errors}
    />
  );
}

/** The code of an invitation: out of the way of those who have none, unless a mode takes one. */
export function InvitationField({ draft, change, errors, terms }: Omit<StepProps, 'counts'>) {
  const { t } = useTranslation();
  const isNeeded = placeModes.some((mode) => terms.rules[mode].byInvitation);
  const isWrong = errors.some(({ field }) => field === 'invitation');
  const [isOpen, setOpen] = useState(false);
  const input = (
    <InvitationInput optional code={draft.invitation} onCode={(code) => change({ invitation: code })} errors={errors} />
  );
  if (isOpen || isNeeded || isWrong || draft.invitation !== '') return input;
  const open = (): void => {
    setOpen(true);
    // Once the button has given way to the field.
    window.setTimeout(() => document.getElementById('invitation')?.focus());
  };
  return (
    <p>
      <button type="button" className="link-button quiet" onClick={open}>
        {t('registration.invitation.have')}
      </button>
    </p>
  );
}
