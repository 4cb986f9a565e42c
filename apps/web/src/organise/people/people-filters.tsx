import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { registrationStatuses } from '@kopa/contracts';
import { attendanceModes, pickText, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import { everybody, type WantedPeople } from './remote.js';

interface PeopleFiltersProps {
  programme: Programme;
  wanted: WantedPeople;
  search: (wanted: WantedPeople) => void;
}

/** Search by name, address or code; filters hold at once. */
export function PeopleFilters({ programme, wanted, search }: PeopleFiltersProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [q, setQ] = useState(wanted.q);
  const choice = (field: keyof WantedPeople, options: readonly (readonly [string, string])[]) => (
    <label className="org-field">
      {t(`people.filter.${field}`)}
      <select
        className="org-input"
        value={wanted[field]}
        onChange={(event) => search({ ...wanted, q, [field]: event.target.value })}
      >
        <option value="">{t('people.filter.all')}</option>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form
      className="people-filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search({ ...wanted, q });
      }}
    >
      <label className="org-field people-search">
        {t('people.filter.q')}
        <input type="search" className="org-input" value={q} onChange={(event) => setQ(event.target.value)} />
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
          .map(({ code, title }) => [code, pickText(title, language, programme.event.languages).text]),
      )}
      <div className="org-deeds">
        <button type="submit" className="link-button strong">
          {t('people.filter.search')}
        </button>
        <button
          type="button"
          className="link-button quiet"
          onClick={() => {
            setQ('');
            search(everybody);
          }}
        >
          {t('people.filter.clear')}
        </button>
      </div>
    </form>
  );
}
