import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import { fromAnAge, isAskedAge, isYoung, tooYoungFor } from './age.js';
import { contactId, namedIn } from './draft.js';
import { useErrorInWords } from './error-words.js';
import { DateField } from './field.js';
import { GuardianFields } from './guardian-fields.js';
import { particularField, tooYoungError } from './particular-errors.js';
import { particularsOf, withParticulars } from './particulars.js';
import type { StepProps } from './step-props.js';

/** When each person was born, where something chosen is from an age on, and who answers for those under age. */
export function AgeFields({ draft, change, errors, terms }: Omit<StepProps, 'counts'>) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const inWords = useErrorInWords();
  const { languages } = index.programme.event;
  const [first] = fromAnAge(draft, terms);
  const why =
    first === undefined
      ? t('registration.age.whyUnderAge')
      : t('registration.age.why', {
          title: pickText(first.session.title, i18n.language, languages).text,
          count: first.years,
        });
  const asked = namedIn(draft).filter(({ id }) => isAskedAge(draft, id, terms));
  return asked.map((person, position) => {
    const { id, name } = person;
    const field = particularField('born', id);
    const { bornOn, guardian } = particularsOf(draft, id);
    const young = tooYoungFor(draft, id, terms);
    return (
      <div key={id} className="reg-born">
        <DateField
          id={field}
          label={name === '' ? t('registration.age.born') : t('registration.age.bornOf', { name })}
          {...(position === 0 ? { hint: why } : {})}
          autoComplete={id === contactId ? 'bday' : 'off'}
          value={bornOn}
          onText={(date) => change(withParticulars(draft, id, { bornOn: date }))}
          errors={errors}
        />
        <div role="status">
          {young !== undefined && !errors.some((error) => error.field === field) && (
            <p className="reg-warning">
              <span aria-hidden="true">⚠ </span>
              {inWords(tooYoungError(person, young))}
            </p>
          )}
        </div>
        {young === undefined && isYoung(bornOn, terms.programme) && (
          <GuardianFields
            guardian={guardian}
            change={(part) => change(withParticulars(draft, id, { guardian: { ...guardian, ...part } }))}
            errors={errors}
            fieldOf={(part) => particularField(`guardian-${part}`, id)}
            name={name}
          />
        )}
      </div>
    );
  });
}
