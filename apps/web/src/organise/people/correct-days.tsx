import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { attendanceModes } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import type { Refused } from '../../shell/call.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { ReasonForm } from '../reason-form.js';
import { correctDays } from './remote.js';

/** How somebody takes part in each day, put right by an organiser, who says why; days that are over too. */
export function CorrectDays({ person, done }: { person: RegistrationView; done: () => void }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const [modes, setModes] = useState<Record<string, string>>({});
  const changed = Object.fromEntries(
    person.days.flatMap(({ date, mode }) => {
      const wanted = modes[date] ?? mode;
      return wanted === mode ? [] : [[date, wanted]];
    }),
  );
  const hasChanged = Object.keys(changed).length > 0;
  const act = async (reason: string): Promise<void> => {
    if (!hasChanged) return;
    try {
      await correctDays(slug, person, changed, reason);
    } finally {
      // Also of what somebody else changed meanwhile.
      await client.invalidateQueries({ queryKey: ['person', slug, person.code] });
    }
  };
  return (
    <ReasonForm
      asks={t('people.correctLead')}
      send={t('people.deed.correct')}
      isNeeded={hasChanged}
      act={act}
      refused={(refusal: Refused) => (refusal.status === 412 ? t('people.changedMeanwhile') : null)}
      done={done}
    >
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
    </ReasonForm>
  );
}
