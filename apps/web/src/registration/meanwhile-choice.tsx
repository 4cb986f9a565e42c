import { useTranslation } from 'react-i18next';
import type { CalendarDate } from '@kopa/domain';
import { ChoiceGroup } from './field.js';
import { meanwhileModes, meanwhileOf } from './meanwhile.js';
import type { StepProps } from './step-props.js';

interface MeanwhileChoiceProps extends Pick<StepProps, 'draft' | 'change'> {
  date: CalendarDate;
}

/** How somebody takes part in a day as long as they wait for a place in person. */
export function MeanwhileChoice({ date, draft, change }: MeanwhileChoiceProps) {
  const { t } = useTranslation();
  const id = `meanwhile-${date}`;
  return (
    <ChoiceGroup id={id} label={t('registration.meanwhile.title')} hint={t('registration.meanwhile.hint')} errors={[]}>
      {meanwhileModes.map((mode) => (
        <label key={mode} className="reg-option">
          <input
            type="radio"
            name={id}
            value={mode}
            checked={meanwhileOf(draft, date) === mode}
            onChange={() => change({ meanwhile: { ...draft.meanwhile, [date]: mode } })}
          />
          <span>{t(`registration.days.${mode}`)}</span>
        </label>
      ))}
    </ChoiceGroup>
  );
}
