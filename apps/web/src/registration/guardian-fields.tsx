import { useTranslation } from 'react-i18next';
import type { FieldError } from './field-errors.js';
import { ErrorsOf, TextField } from './field.js';
import type { Guardian } from './particulars.js';

interface GuardianFieldsProps {
  guardian: Guardian;
  change: (part: Partial<Guardian>) => void;
  errors: readonly FieldError[];
  /** Id of the input of a part. */
  fieldOf: (part: keyof Guardian) => string;
  /** For whom they answer, where several people are registered. */
  name?: string;
}

/** Who answers for somebody under age, and that they agree. */
export function GuardianFields({ guardian, change, errors, fieldOf, name = '' }: GuardianFieldsProps) {
  const { t } = useTranslation();
  const agrees = fieldOf('agrees');
  const isWrong = errors.some(({ field }) => field === agrees);
  return (
    <fieldset className="reg-person reg-guardian">
      <legend>{name === '' ? t('registration.guardian.title') : t('registration.guardian.titleOf', { name })}</legend>
      <p className="reg-hint">{t('registration.guardian.why')}</p>
      <div className="reg-pair">
        <TextField
          id={fieldOf('name')}
          label={t('registration.guardian.name')}
          autoComplete="off"
          value={guardian.name}
          onText={(text) => change({ name: text })}
          errors={errors}
        />
        <TextField
          id={fieldOf('email')}
          type="email"
          label={t('registration.guardian.email')}
          autoComplete="off"
          maxLength={254}
          value={guardian.email}
          onText={(text) => change({ email: text })}
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
            onChange={({ target }) => change({ agrees: target.checked })}
            {...(isWrong ? { 'aria-invalid': true, 'aria-describedby': `${agrees}-error` } : {})}
          />
          <span>{name === '' ? t('registration.guardian.agrees') : t('registration.guardian.agreesOf', { name })}</span>
        </label>
        <ErrorsOf id={agrees} errors={errors} />
      </div>
    </fieldset>
  );
}
