import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { modes, pickText, type Texts } from '@kopa/domain';
import { useOwnAgenda } from '../agenda/own-agenda.js';
import { collatorOf, languageName } from '../language/language.js';
import { useEvent } from './event-context.js';
import { countFilters, spokenLanguages, type ProgrammeSearch } from './filters.js';

interface FilterBarProps {
  search: ProgrammeSearch;
  change: (next: ProgrammeSearch) => void;
  found: number;
}

/** The filters in a row; on a phone behind one button with the number that are on. */
export function FilterBar(props: FilterBarProps) {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(min-width: 48em)', window.matchMedia('(min-width: 48em)').matches);
  // The browser's own dialog keeps the focus, closes on Escape and costs no code.
  const drawer = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const { search, change, found } = props;
  const on = countFilters(search);
  const clear = (
    <Button
      variant="default"
      disabled={on === 0}
      onClick={() => change(search.day === undefined ? {} : { day: search.day })}
    >
      {t('programme.clear')}
    </Button>
  );
  if (isWide) {
    return (
      <div className="filters" role="search">
        <FilterFields {...props} />
        {on > 0 && clear}
      </div>
    );
  }
  return (
    <>
      <div className="filters-phone">
        <Button
          variant="default"
          onClick={() => drawer.current?.showModal()}
          leftSection={<span className="icon icon-filter" aria-hidden="true" />}
        >
          {on === 0 ? t('programme.filters') : t('programme.filtersOn', { count: on })}
        </Button>
        {on > 0 && clear}
      </div>
      <dialog
        ref={drawer}
        className="drawer"
        aria-labelledby={heading}
        onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      >
        <div className="drawer-inner">
          <div className="drawer-head">
            <h2 id={heading}>{t('programme.filters')}</h2>
            <button type="button" className="square" onClick={() => drawer.current?.close()}>
              <span aria-hidden="true">✕</span>
              <span className="visually-hidden">{t('programme.close')}</span>
            </button>
          </div>
          <div className="filters" data-stacked="true" role="search">
            <FilterFields {...props} />
            <div className="filters-end">
              {clear}
              <Button onClick={() => drawer.current?.close()}>{t('programme.show', { count: found })}</Button>
            </div>
          </div>
        </div>
      </dialog>
    </>
  );
}

function FilterFields({ search, change }: FilterBarProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { rooms, tracks, event } = index.programme;
  const id = useId();
  const collator = collatorOf(i18n.language);
  const named = (texts: Texts): string => pickText(texts, i18n.language, event.languages).text;
  const trackOptions = tracks.map(({ slug, name }) => ({ value: slug, label: named(name) }));
  const roomOptions = rooms
    .map((room) => ({ value: room.id, label: named(room.name) }))
    .sort((a, b) => collator.compare(a.label, b.label));
  const languageOptions = spokenLanguages(index)
    .map((tag) => ({ value: tag, label: languageName(tag, i18n.language) }))
    .sort((a, b) => collator.compare(a.label, b.label));
  const set = (key: keyof ProgrammeSearch, value: string): void => {
    change({ ...search, [key]: value });
  };
  const { isKnown } = useOwnAgenda();
  return (
    <>
      <label className="field field-search" htmlFor={`${id}-q`}>
        <span>{t('programme.search')}</span>
        <input
          id={`${id}-q`}
          type="search"
          value={search.q ?? ''}
          placeholder={t('programme.searchHint')}
          onChange={(event) => set('q', event.currentTarget.value)}
        />
      </label>
      <fieldset className="field">
        <legend>{t('programme.mode')}</legend>
        <div className="segments" role="group">
          {[undefined, ...modes].map((mode) => (
            <button
              key={mode ?? 'all'}
              type="button"
              aria-pressed={search.mode === mode}
              onClick={() => set('mode', mode ?? '')}
            >
              {mode === undefined ? t('programme.all') : t(`mode.${mode}`)}
            </button>
          ))}
        </div>
      </fieldset>
      {(isKnown || search.mine !== undefined) && (
        <fieldset className="field">
          <legend>{t('programme.whose')}</legend>
          <div className="segments" role="group">
            {([undefined, 'yes'] as const).map((mine) => (
              <button
                key={mine ?? 'all'}
                type="button"
                aria-pressed={search.mine === mine}
                onClick={() => set('mine', mine ?? '')}
              >
                {t(mine === undefined ? 'programme.everything' : 'programme.mine')}
              </button>
            ))}
          </div>
        </fieldset>
      )}
      <Choice
        label={t('programme.track')}
        all={t('programme.allTracks')}
        value={search.track}
        options={trackOptions}
        choose={(value) => set('track', value)}
      />
      <Choice
        label={t('programme.room')}
        all={t('programme.allRooms')}
        value={search.room}
        options={roomOptions}
        choose={(value) => set('room', value)}
      />
      <Choice
        label={t('programme.spoken')}
        all={t('programme.allLanguages')}
        value={search.lang}
        options={languageOptions}
        choose={(value) => set('lang', value)}
      />
    </>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  choose: (value: string) => void;
}

/** A native select: the phone's own picker, and no code to load. Nothing to choose from: nothing shown. */
function Choice({ label, all, value, options, choose }: ChoiceProps) {
  const id = useId();
  if (options.length < 2) return null;
  return (
    <label className="field" htmlFor={id}>
      <span>{label}</span>
      <select id={id} value={value ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
