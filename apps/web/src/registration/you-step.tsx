import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { CompanionFields } from './companion-fields.js';
import { contactId } from './draft.js';
import { FactsFields } from './facts-fields.js';
import { TextField } from './field.js';
import { InvitationField } from './invitation-field.js';
import { PutQuestions } from './put-questions.js';
import { questionsIn } from './questions.js';
import type { StepProps } from './step-props.js';

/** Who registers, and who comes along. */
export function YouStep({ draft, change, errors, terms }: StepProps) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const questions = questionsIn('you', draft, terms);
  const hasFunder = index.programme.funders.length > 0;
  return (
    <>
      <p className="reg-hint">{t(hasFunder ? 'registration.you.purposeFunder' : 'registration.you.purpose')}</p>
      <FactsFields facts={draft} change={change} errors={errors}>
        <TextField
          id="email"
          type="email"
          label={t('registration.you.email')}
          hint={t('registration.you.emailHint')}
          autoComplete="email"
          maxLength={254}
          value={draft.email}
          onText={(email) => change({ email })}
          errors={errors}
        />
      </FactsFields>
      <InvitationField draft={draft} change={change} errors={errors} terms={terms} />
      <PutQuestions questions={questions} draft={draft} change={change} errors={errors} person={contactId} />
      <CompanionFields draft={draft} change={change} errors={errors} questions={questions} />
    </>
  );
}
