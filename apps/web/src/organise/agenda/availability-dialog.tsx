import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, SpeakerAvailability } from '@kopa/contracts';
import { dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { dateInWords } from '../../time/clock-face.js';
import { Dialog } from '../dialog.js';
import { FormFoot } from '../form-foot.js';
import { blocksFrom, timesOf, type TimeFields } from './availability-form.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';

const labels = labelsAt('organise.agenda.can', { endsAt: 'organise.agenda.can.times' });

interface AvailabilityDialogProps {
  agenda: DraftAgenda;
  speaker: string;
  dates: readonly string[];
  save: (times: SpeakerAvailability['times']) => Promise<void>;
  close: () => void;
}

/** When a speaker can: always, or at some times of some days. */
export function AvailabilityDialog({ agenda, speaker, dates, save, close }: AvailabilityDialogProps) {
  const { t, i18n } = useTranslation();
  const { event } = agenda;
  const known = agenda.availability[speaker];
  const name = agenda.speakers.find(({ id }) => id === speaker)?.name ?? '';
  const blank = { date: dates[0] ?? event.firstDay, from: '09:00', to: '18:00' };
  const [isAlways, setAlways] = useState(known === undefined);
  const [times, setTimes] = useState<readonly TimeFields[]>(() => timesOf(known ?? [], event));
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    const { blocks, wrong } = blocksFrom(times, event);
    if (!isAlways && wrong !== null) {
      setFault(t('organise.agenda.can.fault'));
      document.getElementById(`${id}-${wrong}`)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await save(isAlways ? null : blocks);
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error, labels) : t('organise.agenda.unreachable'));
      setBusy(false);
    }
  };
  const set = (index: number, change: Partial<TimeFields>): void =>
    setTimes(times.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <Dialog title={t('organise.agenda.can.title', { speaker: name })} close={close}>
      <p className="faint">{t('organise.agenda.can.lead')}</p>
      <form onSubmit={(submitted) => void submit(submitted)} noValidate>
        {[true, false].map((always) => (
          <label key={String(always)} className="ag-choice">
            <input type="radio" name={id} checked={isAlways === always} onChange={() => setAlways(always)} />
            {t(always ? 'organise.agenda.can.always' : 'organise.agenda.can.times')}
          </label>
        ))}
        {!isAlways && (
          <>
            {times.length === 0 && <p>{t('organise.agenda.can.none')}</p>}
            {times.map((one, index) => (
              <div key={index} className="ag-time">
                <label className="org-field">
                  {t('organise.agenda.can.day')}
                  <select
                    className="org-input"
                    value={one.date}
                    onChange={(change) => set(index, { date: change.target.value })}
                  >
                    {[...new Set([...dates, one.date])].sort().map((date) => (
                      <option key={date} value={date}>
                        {dateInWords(date, dateLocale(i18n.language), 'short')}
                      </option>
                    ))}
                  </select>
                </label>
                {(['from', 'to'] as const).map((end) => (
                  <label key={end} className="org-field">
                    {t(`organise.agenda.can.${end}`)}
                    <input
                      id={end === 'from' ? `${id}-${index}` : undefined}
                      className="org-input"
                      value={one[end]}
                      autoComplete="off"
                      aria-describedby={fault === null ? undefined : `${id}-fault`}
                      onChange={(change) => set(index, { [end]: change.target.value })}
                    />
                  </label>
                ))}
                <button
                  type="button"
                  className="link-button"
                  onClick={() => setTimes(times.filter((_, at) => at !== index))}
                >
                  {t('organise.agenda.can.drop')}
                  <span className="visually-hidden"> {index + 1}</span>
                </button>
              </div>
            ))}
            <p>
              <button type="button" className="link-button" onClick={() => setTimes([...times, blank])}>
                {t('organise.agenda.can.add')}
              </button>
            </p>
          </>
        )}
        <FormFoot
          faultId={`${id}-fault`}
          fault={fault}
          isBusy={isBusy}
          send={t('organise.agenda.can.save')}
          leave={{ label: t('organise.agenda.close'), done: close }}
        />
      </form>
    </Dialog>
  );
}
