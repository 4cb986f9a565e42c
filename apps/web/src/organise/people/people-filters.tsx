import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { registrationStatuses, type RegistrationRules } from '@kopa/contracts';
import { attendanceModes, pickText, placeStatuses, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { countriesIn } from '../../registration/countries.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { everybody, type WantedPeople } from './remote.js';

interface PeopleFiltersProps {
  programme: Programme;
  questions: RegistrationRules['questions'];
  wanted: WantedPeople;
  search: (wanted: WantedPeople) => void;
}

/** Search by name, address or code; filters hold at once. */
export function PeopleFilters({ programme, questions, wanted, search }: PeopleFiltersProps) {
  const { t, i18n } = useTranslation();
  const { may } = useOrganised();
  const { language } = i18n;
  const { languages } = programme.event;
  const [typed, setTyped] = useState({ q: wanted.q, answer: wanted.answer });
  const [seen, setSeen] = useState(wanted);
  if (seen !== wanted) {
    // Another address, as after "back".
    setSeen(wanted);
    setTyped({ q: wanted.q, answer: wanted.answer });
  }
  const label = (texts: Record<string, string>): string => pickText(texts, language, languages).text;
  const choice = (
    field: keyof WantedPeople,
    options: readonly (readonly [string, string])[],
    more: Partial<WantedPeople> = {},
  ) => (
    <label className="org-field">
      {t(`people.filter.${field}`)}
      <select
        className="org-input"
        value={wanted[field]}
        onChange={(event) => search({ ...wanted, ...typed, ...more, [field]: event.target.value })}
      >
        <option value="">{t('people.filter.all')}</option>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  const asked = questions.filter(
    ({ kind, isSensitive }) => kind !== 'file' && (!isSensitive || may('answers.sensitive')),
  );
  const question = asked.find(({ key }) => key === wanted.question);
  return (
    <form
      className="people-filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search({ ...wanted, ...typed });
      }}
    >
      <label className="org-field people-search">
        {t('people.filter.q')}
        <input
          type="search"
          className="org-input"
          maxLength={100}
          value={typed.q}
          onChange={(event) => setTyped({ ...typed, q: event.target.value })}
        />
      </label>
      {choice(
        'status',
        registrationStatuses.map((status) => [status, t(`people.status.${status}`)]),
      )}
      {choice(
        'day',
        programme.days.map(({ date }) => [date, dateInWords(date, dateLocale(language), 'short')]),
      )}
      {choice(
        'mode',
        attendanceModes.map((mode) => [mode, t(`people.mode.${mode}`)]),
      )}
      {choice(
        'session',
        programme.sessions
          .filter(({ capacity, addOn }) => addOn !== null || capacity['in-person'] !== null || capacity.online !== null)
          .map(({ code, title }) => [code, label(title)]),
      )}
      {choice(
        'place',
        placeStatuses.map((status) => [status, t(`people.filter.placeIs.${status}`)]),
      )}
      {choice('over', [['given', t('people.filter.overGiven')]])}
      {choice('country', [
        ['none', t('people.filter.noCountry')],
        ...countriesIn(language).map(({ value, label: name }) => [value, name] as const),
      ])}
      {asked.length > 0 &&
        choice(
          'question',
          asked.map(({ key, label: texts }) => [key, label(texts)]),
          { answer: '' },
        )}
      {question !== undefined &&
        ('options' in question ? (
          choice(
            'answer',
            question.options.map(({ key, label: texts }) => [key, label(texts)]),
          )
        ) : question.kind === 'yes-no' ? (
          choice('answer', [
            ['true', t('people.filter.yes')],
            ['false', t('people.filter.no')],
          ])
        ) : (
          <label className="org-field">
            {t('people.filter.answer')}
            <input
              className="org-input"
              type={question.kind === 'number' ? 'number' : 'text'}
              maxLength={200}
              value={typed.answer}
              onChange={(event) => setTyped({ ...typed, answer: event.target.value })}
            />
          </label>
        ))}
      <div className="org-deeds">
        <button type="submit" className="link-button strong">
          {t('people.filter.search')}
        </button>
        <button
          type="button"
          className="link-button quiet"
          onClick={() => {
            setTyped({ q: '', answer: '' });
            search(everybody);
          }}
        >
          {t('people.filter.clear')}
        </button>
      </div>
    </form>
  );
}
