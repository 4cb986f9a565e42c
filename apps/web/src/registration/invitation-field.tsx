import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationStanding } from '@kopa/contracts';
import { placeModes } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import { TextField } from './field.js';
import { fetchInvitation } from './remote.js';
import type { StepProps } from './step-props.js';

/** As long as a code may be. */
const longest = 40;

interface InvitationInputProps extends Pick<StepProps, 'errors'> {
  code: string;
  onCode: (code: string) => void;
  optional: boolean;
}

/** How a code stands, once it is not typed any more; one that came with a link is looked up at once. */
function useStanding(code: string, isTyping: boolean): InvitationStanding['state'] | undefined {
  const { slug } = useEvent();
  const { data } = useQuery({
    queryKey: ['invitation', slug, code],
    queryFn: () => fetchInvitation(slug, code),
    enabled: code !== '' && !isTyping,
    // Whether it is taken is told by the answer to what is sent: without this one nothing is missing.
    retry: false,
    staleTime: 0,
  });
  return isTyping ? undefined : data?.state;
}

const faults = { closed: 'codeShut', unknown: 'codeUnknown' } as const;

export function InvitationInput({ code, onCode, optional, errors }: InvitationInputProps) {
  const { t } = useTranslation();
  const [isTyping, setTyping] = useState(false);
  const state = useStanding(code.trim(), isTyping);
  const isToldWrong = errors.some(({ field }) => field === 'invitation');
  const fault = state === undefined || state === 'open' || isToldWrong ? null : faults[state];
  return (
    <>
      <TextField
        id="invitation"
        label={t('registration.invitation.label')}
        hint={t('registration.invitation.hint')}
        optional={optional}
        autoComplete="off"
        maxLength={longest}
        value={code}
        onText={(text) => {
          setTyping(true);
          onCode(text);
        }}
        onLeave={() => setTyping(false)}
        errors={fault === null ? errors : [...errors, { field: 'invitation', key: fault }]}
      />
      <div role="status">
        {state === 'open' && !isToldWrong && (
          <p className="reg-hint">
            <span aria-hidden="true">✓ </span>
            {t('registration.invitation.open')}
          </p>
        )}
        {fault !== null && <span className="visually-hidden">{t(`registration.errors.${fault}`)}</span>}
      </div>
    </>
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
