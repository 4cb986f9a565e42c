import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { isMeantBy } from './session-search.js';

const mostShown = 8;

/** Finds a session by title, code or speaker, and jumps to it. */
export function FindSession({ agenda, show }: { agenda: DraftAgenda; show: (session: DraftOutline) => void }) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState('');
  const list = useId();
  const speakers = new Map(agenda.speakers.map(({ id, name }) => [id, name]));
  const isAsked = search.trim().length >= 2;
  const found = isAsked
    ? agenda.sessions.filter((session) => isMeantBy(search, session, speakers, i18n.language)).slice(0, mostShown)
    : [];
  const choose = (session: DraftOutline): void => {
    setSearch('');
    show(session);
  };
  return (
    <form
      className="ag-find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (found[0] !== undefined) choose(found[0]);
      }}
      onKeyDown={(event) => event.key === 'Escape' && setSearch('')}
    >
      <input
        type="search"
        className="org-input"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={t('organise.agenda.find')}
        aria-label={t('organise.agenda.find')}
        aria-controls={list}
      />
      <ul id={list} hidden={!isAsked}>
        {found.map((session) => (
          <li key={session.id}>
            <button type="button" onClick={() => choose(session)}>
              {pickText(session.title, i18n.language, agenda.event.languages).text}
              <span className="faint"> {session.code}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && (
          <li className="faint" role="status">
            {t('organise.agenda.findNone')}
          </li>
        )}
      </ul>
    </form>
  );
}
