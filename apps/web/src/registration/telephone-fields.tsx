import { useTranslation } from 'react-i18next';
import { contactId, namedIn } from './draft.js';
import { TextField } from './field.js';
import { particularField } from './particular-errors.js';
import { particularsOf, withParticulars } from './particulars.js';
import type { StepProps } from './step-props.js';

/** The telephone of each person with a seat in a coach; why it is asked stands at the first. */
export function TelephoneFields({ draft, change, errors }: Pick<StepProps, 'draft' | 'change' | 'errors'>) {
  const { t } = useTranslation();
  return (
    <div className="reg-pair">
      {namedIn(draft).map(({ id, name }) => (
        <TextField
          key={id}
          id={particularField('telephone', id)}
          type="tel"
          label={name === '' ? t('registration.telephone.label') : t('registration.telephone.labelOf', { name })}
          {...(id === contactId ? { hint: t('registration.telephone.why') } : {})}
          autoComplete={id === contactId ? 'tel' : 'off'}
          maxLength={40}
          value={particularsOf(draft, id).telephone}
          onText={(telephone) => change(withParticulars(draft, id, { telephone }))}
          errors={errors}
        />
      ))}
    </div>
  );
}
