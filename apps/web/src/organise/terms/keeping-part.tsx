import { useTranslation } from 'react-i18next';
import { Part } from '../settings/fields.js';
import { TextLine } from '../team/form-parts.js';
import { fieldId, useFaults } from './faults.js';
import { CheckField } from './fields.js';
import type { PartOfTerms } from './part-of-terms.js';

/** How long what a funder obliges to keep is kept, and what goes to calendars by mail. */
export function KeepingPart({ rules, edit }: PartOfTerms) {
  const { t } = useTranslation();
  const { at } = useFaults();
  return (
    <Part title={t('terms.keeping.title')}>
      <TextLine
        id={fieldId('keepUntil')}
        type="date"
        label={t('terms.keeping.keepUntil')}
        hint={t('terms.keeping.keepUntilHint')}
        wrong={at('keepUntil')}
        value={rules.keepUntil ?? ''}
        onText={(date) => edit((known) => ({ ...known, keepUntil: date === '' ? null : date }), 'keepUntil')}
      />
      <CheckField
        label={t('terms.keeping.sendsInvitations')}
        hint={t('terms.keeping.sendsInvitationsHint')}
        isChecked={rules.sendsInvitations}
        set={(sendsInvitations) => edit((known) => ({ ...known, sendsInvitations }))}
      />
    </Part>
  );
}
