import { useEffect, useId, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../shell/call.js';
import { FormFoot } from './form-foot.js';
import { labelsAt } from './refusals/field-names.js';
import { refusalInWords } from './refusals/in-words.js';

const labels = labelsAt('organise.reason', { reason: 'organise.reason.label' });

interface ReasonFormProps {
  /** What is about to be done, and to whom. */
  asks: string;
  /** Who reads the reason, where that is more than the audit trail. */
  hint?: string;
  /** What does it. */
  send: string;
  /** Without this a reason may stay away, as when nothing would be done. */
  isNeeded?: boolean;
  /** Fields before the reason. */
  children?: ReactNode;
  act: (reason: string) => Promise<void>;
  /** A refusal in words of the page; null leaves it to the form. */
  refused?: (refusal: Refused) => string | null;
  done: () => void;
}

/** Says why, and does it: what organisers do on somebody's behalf stands in the audit trail with its reason. */
export function ReasonForm({ asks, hint, send, isNeeded = true, children, act, refused, done }: ReasonFormProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Whoever opened the form by a button goes on in it.
  useEffect(() => {
    const form = field.current?.form;
    form?.querySelector<HTMLElement>('select, input')?.focus();
  }, []);
  const inWords = (error: unknown): string =>
    error instanceof Refused ? (refused?.(error) ?? refusalInWords(error, labels)) : t('organise.reason.unreachable');
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (isNeeded && reason.trim() === '') {
      setFault(t('organise.reason.missing'));
      field.current?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await act(reason.trim());
      done();
    } catch (error) {
      setFault(inWords(error));
      setBusy(false);
    }
  };
  const described = [hint === undefined ? '' : `${id}-hint`, fault === null ? '' : `${id}-fault`].join(' ').trim();
  return (
    <form className="people-deed" onSubmit={(submitted) => void submit(submitted)} noValidate>
      <p>{asks}</p>
      {children}
      <label className="org-field">
        {t('organise.reason.label')}
        <input
          ref={field}
          className="org-input"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          aria-invalid={fault !== null}
          aria-describedby={described === '' ? undefined : described}
        />
      </label>
      {hint !== undefined && (
        <p className="faint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FormFoot
        faultId={`${id}-fault`}
        fault={fault}
        isBusy={isBusy}
        send={send}
        leave={{ label: t('organise.reason.leave'), done }}
      />
    </form>
  );
}
