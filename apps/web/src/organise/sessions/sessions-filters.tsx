import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda } from '@kopa/contracts';
import { modes, pickText, sessionKinds } from '@kopa/domain';
import { dateLocale, languageName } from '../../language/language.js';
import { dateInWords } from '../../time/clock-face.js';
import type { SessionSearch } from './session-filters.js';
import { spokenTags } from './spoken-tags.js';

interface SessionsFiltersProps {
  agenda: DraftAgenda;
  wanted: SessionSearch;
  search: (wanted: SessionSearch) => void;
}

/** Search and filters of the sessions' list; they hold at once, and stand in the address. */
export function SessionsFilters({ agenda, wanted, search }: SessionsFiltersProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { days, rooms, tracks, event } = agenda;
  const [q, setQ] = useState(wanted.q ?? '');
  const [seen, setSeen] = useState(wanted.q ?? '');
  if ((wanted.q ?? '') !== seen) {
    setSeen(wanted.q ?? '');
    setQ(wanted.q ?? '');
  }
  useEffect(() => {
    if (q === seen) return undefined;
    // The address is written when the typing pauses.
    const timer = window.setTimeout(() => search({ ...wanted, q }), 200);
    return () => window.clearTimeout(timer);
  }, [q, seen, wanted, search]);
  const text = (texts: Record<string, string>): string => pickText(texts, language, event.languages).text;
  const choice = (field: Exclude<keyof SessionSearch, 'q'>, options: readonly (readonly [string, string])[]) => (
    <label className="org-field">
      {t(`sessions.filter.${field}`)}
      <select
        className="org-input"
        value={wanted[field] ?? ''}
        onChange={({ target }) => search({ ...wanted, q, [field]: target.value })}
      >
        {field !== 'sort' && <option value="">{t('sessions.filter.all')}</option>}
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form className="people-filters" role="search" onSubmit={(event_) => event_.preventDefault()}>
      <label className="org-field people-search">
        {t('sessions.filter.q')}
        <input type="search" className="org-input" value={q} onChange={({ target }) => setQ(target.value)} />
      </label>
      {choice(
        'day',
        days.map(({ date }) => [date, dateInWords(date, dateLocale(language), 'short')]),
      )}
      {choice(
        'room',
        rooms.map(({ id, name }) => [id, text(name)]),
      )}
      {choice('track', [...tracks.map(({ id, name }) => [id, text(name)] as const), ['none', t('sessions.noTrack')]])}
      {choice(
        'kind',
        sessionKinds.map((kind) => [kind, t(`kind.${kind}`)]),
      )}
      {choice(
        'mode',
        modes.map((mode) => [mode, t(`mode.${mode}`)]),
      )}
      {choice(
        'lang',
        spokenTags(agenda).map((tag) => [tag, languageName(tag, language)]),
      )}
      {choice(
        'place',
        (['placed', 'unplaced'] as const).map((place) => [place, t(`sessions.filter.${place}`)]),
      )}
      {choice(
        'speaker',
        (['none', 'some'] as const).map((some) => [some, t(`sessions.filter.speaker_${some}`)]),
      )}
      {choice(
        'sort',
        (['', 'time', 'code'] as const).map((sort) => [sort, t(`sessions.filter.sort_${sort || 'title'}`)]),
      )}
      <div className="org-deeds">
        <button
          type="button"
          className="link-button quiet"
          onClick={() => {
            setQ('');
            search({});
          }}
        >
          {t('sessions.filter.clear')}
        </button>
      </div>
    </form>
  );
}
