import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { isYoung } from './age.js';
import type { FieldError } from './field-errors.js';
import { TextField } from './field.js';
import { GuardianFields } from './guardian-fields.js';
import type { NeededPart } from './needed.js';
import type { Particulars } from './particulars.js';

interface NeededFieldsProps {
  parts: readonly NeededPart[];
  required: readonly NeededPart[];
  needed: Particulars;
  change: (part: Partial<Particulars>) => void;
  errors: readonly FieldError[];
  /** Of the ids, where several of these forms may be open at once. */
  prefix?: string;
}

/** The fields of what some bookings need; who is under age is asked who answers for them. */
export function NeededFields({ parts, required, needed, change, errors: found, prefix = '' }: NeededFieldsProps) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const { telephone, bornOn, guardian } = needed;
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
        <GuardianFields
          guardian={guardian}
          change={(part) => change({ guardian: { ...guardian, ...part } })}
          errors={errors}
          fieldOf={(part) => `${prefix}guardian-${part}`}
        />
      )}
    </>
  );
}
