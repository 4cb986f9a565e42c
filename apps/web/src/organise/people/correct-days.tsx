import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { attendanceModes } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { dateInWords } from '../../time/clock-face.js';
import { FormFoot } from '../form-foot.js';
import { useOrganised } from '../organise-context.js';
import { correctDays } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';

/** How somebody takes part in each day, put right by an organiser, who says why; days that are over too. */
export function CorrectDays({ person, done }: { person: RegistrationView; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const id = useId();
  const [modes, setModes] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    const changed = Object.fromEntries(
      person.days.flatMap(({ date, mode }) => {
        const wanted = modes[date] ?? mode;
        return wanted === mode ? [] : [[date, wanted]];
      }),
    );
    if (Object.keys(changed).length === 0) {
      done();
      return;
    }
    if (reason.trim() === '') {
      setFault(t('people.reasonFault'));
      document.getElementById(id)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await correctDays(slug, person, changed, reason);
      await client.invalidateQueries({ queryKey: ['person', slug, person.code] });
      done();
    } catch (error) {
      const isLate = error instanceof Refused && error.status === 412;
      if (isLate) await client.invalidateQueries({ queryKey: ['person', slug, person.code] });
      setFault(
        isLate
          ? t('people.changedMeanwhile')
          : error instanceof Refused
            ? refusalInWords(error)
            : t('people.unreachable'),
      );
      setBusy(false);
    }
  };
  return (
    <form className="people-deed" onSubmit={(submitted) => void submit(submitted)} noValidate>
      <p>{t('people.correctLead')}</p>
      {person.days.map(({ date, mode }) => (
        <label key={date} className="org-field">
          {dateInWords(date, dateLocale(i18n.language), 'short')}
          <select
            className="org-input"
            value={modes[date] ?? mode}
            onChange={(event) => setModes({ ...modes, [date]: event.target.value })}
          >
            {attendanceModes.map((one) => (
              <option key={one} value={one}>
                {t(`people.mode.${one}`)}
              </option>
            ))}
          </select>
        </label>
      ))}
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
        send={t('people.deed.correct')}
        leave={{ label: t('people.leave'), done }}
      />
    </form>
  );
}
