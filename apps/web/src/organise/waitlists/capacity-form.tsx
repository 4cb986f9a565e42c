import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CapacityAnswer, Waitlist } from '@kopa/contracts';
import { foreseeCapacity } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { useOrganised } from '../organise-context.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';
import { setCapacity } from './remote.js';

const labels = labelsAt('waitlists', { capacity: 'waitlists.capacity.label' });

interface CapacityFormProps {
  list: Waitlist;
  what: string;
  done: (answer: CapacityAnswer, before: Waitlist) => void;
}

/** How many places there are, set where they are seen; says at once who would move. */
export function CapacityForm({ list, what, done }: CapacityFormProps) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const value = typed ?? list.capacity?.toString() ?? '';
  const isGood = /^\d{0,7}$/.test(value.trim());
  const wanted = value.trim() === '' ? null : Number(value);
  const foreseen = (): string => {
    if (!isGood || typed === null || wanted === list.capacity) return '';
    const count = foreseeCapacity(list, wanted, list.how, list.waitingAtShortNotice);
    if (wanted !== null && wanted < list.taken)
      return t('waitlists.capacity.lowered', { taken: list.taken, capacity: wanted });
    return count === 0 || list.how === 'nobody'
      ? t('waitlists.capacity.nobody')
      : t(`waitlists.capacity.${list.how}`, { count });
  };
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (!isGood) {
      setFault(t('waitlists.capacity.bad'));
      document.getElementById(id)?.focus();
      return;
    }
    if (wanted === list.capacity) return;
    setBusy(true);
    setFault(null);
    try {
      done(await setCapacity(slug, list, wanted), list);
      setTyped(null);
    } catch (error) {
      if (error instanceof Refused && error.status === 412) {
        const { capacity } = error.problem['current'] as Waitlist;
        setFault(t('waitlists.capacity.late', { capacity: capacity ?? '∞' }));
        await client.invalidateQueries({ queryKey: ['waitlists', slug] });
      } else setFault(error instanceof Refused ? refusalInWords(error, labels) : t('waitlists.done.unreachable'));
    }
    setBusy(false);
  };
  return (
    <form className="wait-capacity" noValidate onSubmit={(submitted) => void submit(submitted)}>
      <label className="org-field" htmlFor={id}>
        <span>
          {t('waitlists.capacity.label')}
          <span className="visually-hidden">: {what}</span>
        </span>
      </label>
      <div className="wait-capacity-line">
        <input
          id={id}
          className="org-input"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(event) => {
            setTyped(event.target.value);
            setFault(null);
          }}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-hint ${id}-seen ${id}-fault`}
        />
        <button type="submit" className="link-button" aria-disabled={isBusy || (isGood && wanted === list.capacity)}>
          {t('waitlists.capacity.set')}
          <span className="visually-hidden">: {what}</span>
        </button>
        <span className="faint" id={`${id}-hint`}>
          {t('waitlists.capacity.hint')}
        </span>
      </div>
      <p id={`${id}-seen`} role="status" className="wait-foreseen">
        {foreseen()}
      </p>
      <p id={`${id}-fault`} role="alert" className="org-fault">
        {fault}
      </p>
    </form>
  );
}
