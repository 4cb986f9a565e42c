import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placeModes, type CalendarDate } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import { noneWanted, type WantedLists } from './remote.js';

interface ListsFiltersProps {
  days: readonly { date: CalendarDate }[];
  wanted: WantedLists;
  search: (wanted: WantedLists) => void;
}

/** Which waitlists: part of a title, day, mode, and whether those too for which nobody waits. */
export function ListsFilters({ days, wanted, search }: ListsFiltersProps) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState(wanted.q);
  const [seen, setSeen] = useState(wanted);
  if (seen !== wanted) {
    // Another address, as after "back".
    setSeen(wanted);
    setTyped(wanted.q);
  }
  const choice = (field: 'day' | 'mode' | 'show', none: string, options: readonly (readonly [string, string])[]) => (
    <label className="org-field">
      {t(`waitlists.filter.${field}`)}
      <select
        className="org-input"
        value={wanted[field]}
        onChange={(event) => search({ ...wanted, q: typed, [field]: event.target.value })}
      >
        <option value="">{none}</option>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
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
        search({ ...wanted, q: typed });
      }}
    >
      <label className="org-field people-search">
        {t('waitlists.filter.q')}
        <input
          type="search"
          className="org-input"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {choice(
        'day',
        t('waitlists.filter.any'),
        days.map(({ date }) => [date, dateInWords(date, dateLocale(i18n.language), 'short')]),
      )}
      {choice(
        'mode',
        t('waitlists.filter.any'),
        placeModes.map((mode) => [mode, t(`mode.${mode}`)]),
      )}
      {choice('show', t('waitlists.filter.waiting'), [['all', t('waitlists.filter.all')]])}
      <div className="org-deeds">
        <button type="submit" className="link-button strong">
          {t('waitlists.filter.search')}
        </button>
        <button
          type="button"
          className="link-button quiet"
          onClick={() => {
            setTyped('');
            search(noneWanted);
          }}
        >
          {t('waitlists.filter.clear')}
        </button>
      </div>
    </form>
  );
}
