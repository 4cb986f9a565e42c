import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import { countryName, languageName } from '../language/language.js';
import type { GivenAnswers } from './answers.js';
import type { Facts } from './facts-fields.js';
import { GivenLines } from './given-answers.js';

interface FactsLinesProps {
  facts: Partial<Facts & { email: string }>;
  questions: readonly Question[];
  given: GivenAnswers;
}

/** Facts and answers to be read; a fact that is not among them has no line. */
export function FactsLines({ facts, questions, given }: FactsLinesProps) {
  const { t, i18n } = useTranslation();
  const { name, email, organisation, country, locale, timezone } = facts;
  const line = (label: string, value: string | undefined): ReactNode =>
    value !== undefined && (
      <div>
        <dt>{label}</dt>
        <dd>{value === '' ? <span className="faint">{t('registration.you.notGiven')}</span> : value}</dd>
      </div>
    );
  return (
    <>
      <dl className="reg-lines">
        {line(t('registration.you.name'), name)}
        {line(t('registration.you.email'), email)}
        {line(t('registration.you.organisation'), organisation)}
        {line(t('registration.you.country'), country && countryName(country, i18n.language))}
        {line(t('registration.you.language'), locale && languageName(locale, i18n.language))}
        {line(t('registration.you.zone'), timezone?.replaceAll('_', ' '))}
      </dl>
      <GivenLines questions={questions} given={given} />
    </>
  );
}
