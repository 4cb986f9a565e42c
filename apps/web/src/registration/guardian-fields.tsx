import { useTranslation } from 'react-i18next';
import { ErrorsOf, TextField } from './field.js';
import { particularField } from './particular-errors.js';
import { particularsOf, withParticulars, type Guardian } from './particulars.js';
import type { StepProps } from './step-props.js';

type GuardianFieldsProps = Pick<StepProps, 'draft' | 'change' | 'errors'> & {
  /** Named where several people are registered. */
  person: { id: string; name: string };
};

/** Who answers for somebody under age, and that they agree. */
export function GuardianFields({ draft, change, errors, person: { id, name } }: GuardianFieldsProps) {
  const { t } = useTranslation();
  const { guardian } = particularsOf(draft, id);
  const give = (part: Partial<Guardian>): void =>
    change(withParticulars(draft, id, { guardian: { ...guardian, ...part } }));
  const field = (what: keyof Guardian): string => particularField(`guardian-${what}`, id);
  const agrees = field('agrees');
  const isWrong = errors.some((error) => error.field === agrees);
  return (
    <fieldset className="reg-person reg-guardian">
      <legend>{name === '' ? t('registration.guardian.title') : t('registration.guardian.titleOf', { name })}</legend>
      <p className="reg-hint">{t('registration.guardian.why')}</p>
      <div className="reg-pair">
        <TextField
          id={field('name')}
          label={t('registration.guardian.name')}
          autoComplete="off"
          value={guardian.name}
          onText={(text) => give({ name: text })}
          errors={errors}
        />
        <TextField
          id={field('email')}
          type="email"
          label={t('registration.guardian.email')}
          autoComplete="off"
          maxLength={254}
          value={guardian.email}
          onText={(text) => give({ email: text })}
          errors={errors}
        />
      </div>
      <div className="reg-field">
        <label className="reg-option">
          <input
            id={agrees}
            type="checkbox"
            checked={guardian.agrees}
            required
            onChange={({ target }) => give({ agrees: target.checked })}
            {...(isWrong ? { 'aria-invalid': true, 'aria-describedby': `${agrees}-error` } : {})}
          />
          <span>{name === '' ? t('registration.guardian.agrees') : t('registration.guardian.agreesOf', { name })}</span>
        </label>
        <ErrorsOf id={agrees} errors={errors} />
      </div>
    </fieldset>
  );
}
