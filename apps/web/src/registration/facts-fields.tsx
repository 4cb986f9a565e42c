import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName, languages } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { countriesIn } from './countries.js';
import type { FieldError } from './field-errors.js';
import { SelectField, TextField } from './field.js';

/** What every registration says of its person, besides the e-mail address; what is not given is empty. */
export interface Facts {
  name: string;
  organisation: string;
  country: string;
  locale: string;
  timezone: string;
}

interface FactsFieldsProps {
  facts: Facts;
  change: (part: Partial<Facts>) => void;
  errors: readonly FieldError[];
  /** The e-mail address, which comes after the name. */
  children: ReactNode;
}

const zonesWith = (own: string): string[] => [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();

/** The fields of these facts, filled in when registering and changed later. */
export function FactsFields({ facts, change, errors, children }: FactsFieldsProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { name, organisation, country, locale, timezone } = facts;
  const countries = useMemo(() => countriesIn(i18n.language), [i18n.language]);
  const zones = useMemo(() => zonesWith(timezone), [timezone]);
  const offered = [...new Set([locale, ...languages, ...index.programme.event.languages])];
  const none = t('registration.you.notGiven');
  return (
    <>
      <TextField
        id="name"
        label={t('registration.you.name')}
        hint={t('registration.you.nameHint')}
        autoComplete="name"
        value={name}
        onText={(text) => change({ name: text })}
        errors={errors}
      />
      {children}
      <div className="reg-pair">
        <TextField
          id="organisation"
          label={t('registration.you.organisation')}
          optional
          autoComplete="organization"
          value={organisation}
          onText={(text) => change({ organisation: text })}
          errors={errors}
        />
        <SelectField
          id="country"
          label={t('registration.you.country')}
          optional
          autoComplete="country"
          value={country}
          choices={[{ value: '', label: none }, ...countries]}
          onChoice={(code) => change({ country: code })}
          errors={errors}
        />
        <SelectField
          id="locale"
          label={t('registration.you.language')}
          value={locale}
          choices={offered.map((tag) => ({ value: tag, label: languageName(tag, i18n.language) }))}
          onChoice={(tag) => change({ locale: tag })}
          errors={errors}
        />
        <SelectField
          id="timezone"
          label={t('registration.you.zone')}
          hint={t('registration.you.zoneHint')}
          value={timezone}
          choices={zones.map((zone) => ({ value: zone, label: zone === '' ? none : zone.replaceAll('_', ' ') }))}
          onChoice={(zone) => change({ timezone: zone })}
          errors={errors}
        />
      </div>
    </>
  );
}
