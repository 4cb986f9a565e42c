import { useTranslation } from 'react-i18next';
import type { Person, Question, RegistrationRules } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { countryName, languageName } from '../../language/language.js';
import { useMomentWords } from './moment-words.js';
import { useOrganised } from '../organise-context.js';

interface PersonFactsProps {
  person: Person;
  rules: RegistrationRules;
  languages: readonly string[];
}

/** Who somebody is, what they answered and agreed to, as a list of terms. */
export function PersonFacts({ person, rules, languages }: PersonFactsProps) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganised();
  const moment = useMomentWords();
  const { language } = i18n;
  const { registration, registeredAt, confirmedAt, cancelledAt, isCurtailed } = person;
  const { email, organisation, country, telephone, timezone, locale, bornOn, guardian, group } = registration;
  const label = (texts: Record<string, string>): string => pickText(texts, language, languages).text;
  const said = (question: Question, given: unknown): string => {
    if (typeof given === 'boolean') return t(given ? 'people.filter.yes' : 'people.filter.no');
    const options = 'options' in question ? question.options : [];
    return (Array.isArray(given) ? given : [given])
      .map((one) => {
        const option = options.find(({ key }) => key === one);
        return option === undefined ? String(one) : label(option.label);
      })
      .join(', ');
  };
  const facts: [string, string | null][] = [
    [t('people.fact.email'), email],
    [t('people.fact.organisation'), organisation],
    [t('people.fact.country'), country === null ? null : countryName(country, language)],
    [t('people.fact.telephone'), telephone],
    [t('people.fact.language'), languageName(locale, language)],
    [t('people.fact.timezone'), timezone],
    [t('people.fact.bornOn'), bornOn],
    [t('people.fact.guardian'), guardian === null ? null : `${guardian.name}, ${guardian.email}`],
    [t('people.fact.group'), group.map(({ name }) => name).join(', ')],
    [t('people.fact.registered'), moment(registeredAt)],
    [t('people.fact.confirmed'), confirmedAt === null ? null : moment(confirmedAt)],
    [t('people.fact.cancelled'), cancelledAt === null ? null : moment(cancelledAt)],
  ];
  const given = rules.questions.filter(({ key }) => registration.answers[key] !== undefined);
  return (
    <>
      <dl className="people-facts">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <h2>{t('people.answers')}</h2>
      {given.length === 0 ? (
        <p className="faint">{t('people.noAnswers')}</p>
      ) : (
        <dl className="people-facts">
          {given.map((question) => {
            const answer = registration.answers[question.key];
            const file = registration.files.find(({ id }) => id === String(answer).toLowerCase());
            return (
              <div key={question.key}>
                <dt>{label(question.label)}</dt>
                <dd>
                  {file === undefined ? (
                    said(question, answer)
                  ) : (
                    <a
                      href={`/api/v1/events/${encodeURIComponent(slug)}/registrations/${registration.code}/files/${file.id}`}
                      download
                    >
                      {file.name}
                    </a>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {isCurtailed && <p className="faint">{t('people.curtailed')}</p>}
      <h2>{t('people.consents')}</h2>
      {registration.consents.length === 0 ? (
        <p className="faint">{t('people.noConsents')}</p>
      ) : (
        <ul>
          {registration.consents.map(({ purpose, version, at }) => {
            const consent = rules.consents.find((one) => one.purpose === purpose && one.version === version);
            return (
              <li key={`${purpose} ${version}`}>
                {consent === undefined ? t('people.consent', { purpose, version }) : label(consent.text)}{' '}
                <span className="faint">{moment(at)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
