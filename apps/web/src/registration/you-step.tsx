import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName, languages } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { CompanionFields } from './companion-fields.js';
import { countriesIn } from './countries.js';
import { contactId } from './draft.js';
import { SelectField, TextField } from './field.js';
import { PutQuestions } from './put-questions.js';
import { questionsIn } from './questions.js';
import type { StepProps } from './step-props.js';

const zonesWith = (own: string): string[] => [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();

/** Who registers, and who comes along. */
export function YouStep({ draft, change, errors, terms }: StepProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const countries = useMemo(() => countriesIn(i18n.language), [i18n.language]);
  const zones = useMemo(() => zonesWith(draft.timezone), [draft.timezone]);
  const offered = [...new Set([draft.locale, ...languages, ...index.programme.event.languages])];
  const questions = questionsIn('you', draft, terms);
  const hasFunder = index.programme.funders.length > 0;
  return (
    <>
      <p className="reg-hint">{t(hasFunder ? 'registration.you.purposeFunder' : 'registration.you.purpose')}</p>
      <TextField
        id="name"
        label={t('registration.you.name')}
        hint={t('registration.you.nameHint')}
        autoComplete="name"
        value={draft.name}
        onText={(name) => change({ name })}
        errors={errors}
      />
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
      <div className="reg-pair">
        <TextField
          id="organisation"
          label={t('registration.you.organisation')}
          optional
          autoComplete="organization"
          value={draft.organisation}
          onText={(organisation) => change({ organisation })}
          errors={errors}
        />
        <SelectField
          id="country"
          label={t('registration.you.country')}
          optional
          autoComplete="country"
          value={draft.country}
          choices={[{ value: '', label: t('registration.you.noCountry') }, ...countries]}
          onChoice={(country) => change({ country })}
          errors={errors}
        />
        <SelectField
          id="locale"
          label={t('registration.you.language')}
          value={draft.locale}
          choices={offered.map((tag) => ({ value: tag, label: languageName(tag, i18n.language) }))}
          onChoice={(locale) => change({ locale })}
          errors={errors}
        />
        <SelectField
          id="timezone"
          label={t('registration.you.zone')}
          hint={t('registration.you.zoneHint')}
          value={draft.timezone}
          choices={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChoice={(timezone) => change({ timezone })}
          errors={errors}
        />
      </div>
      <PutQuestions questions={questions} draft={draft} change={change} errors={errors} person={contactId} />
      <CompanionFields draft={draft} change={change} errors={errors} questions={questions} />
    </>
  );
}
