import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { Refused } from '../../shell/call.js';
import { FormFoot } from '../form-foot.js';
import { useOrganised } from '../organise-context.js';
import { cancelPerson, confirmPerson, promotePerson } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';

/** What is about to be done for somebody; it takes a reason. */
export type Deed = { kind: 'confirm' } | { kind: 'cancel' } | { kind: 'promote'; booking: string };

/** What somebody else did meanwhile, or time, need not be done. */
export function isStillDue(deed: Deed, { status, bookings }: RegistrationView): boolean {
  switch (deed.kind) {
    case 'confirm':
      return status === 'unconfirmed';
    case 'cancel':
      return status !== 'cancelled';
    case 'promote':
      return bookings.some(({ id, status: held }) => id === deed.booking && held === 'waitlisted');
  }
}

/** Says why, and does it. Nobody is served out of turn without a reason. */
export function DeedForm({ deed, person, done }: { deed: Deed; person: RegistrationView; done: () => void }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const id = useId();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (reason.trim() === '') {
      setFault(t('people.reasonFault'));
      document.getElementById(id)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      if (deed.kind === 'promote') await promotePerson(slug, person.code, deed.booking, reason);
      else await (deed.kind === 'confirm' ? confirmPerson : cancelPerson)(slug, person.code, reason);
      await client.invalidateQueries({ queryKey: ['people', slug] });
      await client.invalidateQueries({ queryKey: ['person', slug, person.code] });
      done();
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error) : t('people.unreachable'));
      setBusy(false);
    }
  };
  return (
    <form className="people-deed" onSubmit={(submitted) => void submit(submitted)} noValidate>
      <p>{t(`people.asks.${deed.kind}`, { name: person.name })}</p>
      <label className="org-field">
        {t('people.reason')}
        <input
          id={id}
          className="org-input"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
        />
      </label>
      <FormFoot
        faultId={`${id}-fault`}
        fault={fault}
        isBusy={isBusy}
        send={t(`people.deed.${deed.kind}`)}
        leave={{ label: t('people.leave'), done: done }}
      />
    </form>
  );
}
