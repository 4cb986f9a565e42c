import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { isYoung } from './age.js';
import type { FieldError } from './field-errors.js';
import { ErrorsOf, TextField } from './field.js';
import type { Needed, NeededPart } from './needed.js';

interface NeededFieldsProps {
  parts: readonly NeededPart[];
  required: readonly NeededPart[];
  needed: Needed;
  change: (part: Partial<Needed>) => void;
  errors: readonly FieldError[];
  /** Of the ids, where several of these forms may be open at once. */
  prefix?: string;
}

/** The fields of what some bookings need; who is under age is asked who answers for them. */
export function NeededFields({ parts, required, needed, change, errors: found, prefix = '' }: NeededFieldsProps) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const { telephone, bornOn, guardianName, guardianEmail, guardianAgrees } = needed;
  const errors = found.map((error) => ({ ...error, field: prefix + error.field }));
  return (
    <>
      <div className="reg-pair">
        {parts.includes('telephone') && (
          <TextField
            id={`${prefix}telephone`}
            type="tel"
            label={t('registration.needed.telephone')}
            hint={t('registration.needed.telephoneHint')}
            optional={!required.includes('telephone')}
            autoComplete="tel"
            maxLength={40}
            value={telephone}
            onText={(text) => change({ telephone: text })}
            errors={errors}
          />
        )}
        {parts.includes('bornOn') && (
          <TextField
            id={`${prefix}bornOn`}
            type="date"
            label={t('registration.needed.bornOn')}
            hint={t('registration.needed.bornOnHint')}
            optional={!required.includes('bornOn')}
            autoComplete="bday"
            value={bornOn}
            onText={(text) => change({ bornOn: text })}
            errors={errors}
          />
        )}
      </div>
      {parts.includes('bornOn') && isYoung(bornOn, index.programme) && (
        <fieldset className="reg-person reg-guardian">
          <legend>{t('registration.needed.guardian')}</legend>
          <p className="reg-hint">{t('registration.needed.guardianHint')}</p>
          <TextField
            id={`${prefix}guardian-name`}
            label={t('registration.needed.guardianName')}
            value={guardianName}
            onText={(text) => change({ guardianName: text })}
            errors={errors}
          />
          <TextField
            id={`${prefix}guardian-email`}
            type="email"
            label={t('registration.needed.guardianEmail')}
            maxLength={254}
            value={guardianEmail}
            onText={(text) => change({ guardianEmail: text })}
            errors={errors}
          />
          <div className="reg-field">
            <label className="reg-option">
              <input
                id={`${prefix}guardian-agrees`}
                type="checkbox"
                checked={guardianAgrees}
                onChange={({ target }) => change({ guardianAgrees: target.checked })}
              />
              <span>{t('registration.needed.guardianAgrees')}</span>
            </label>
            <ErrorsOf id={`${prefix}guardian-agrees`} errors={errors} />
          </div>
        </fieldset>
      )}
    </>
  );
}
