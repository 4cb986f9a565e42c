import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftOutline } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { collatorOf } from '../../language/language.js';
import { usualLength } from './columns.js';
import { isMeantBy } from './session-search.js';

interface TrayProps {
  sessions: readonly DraftOutline[];
  languages: readonly string[];
  speakers: ReadonlyMap<string, string>;
  isEditable: boolean;
  open: (session: DraftOutline, card: HTMLElement) => void;
  lift: (session: DraftOutline) => void;
  create: () => void;
}

/** Sessions that stand nowhere yet. They are dragged into the grid, and dragged back here. */
export function Tray({ sessions, languages, speakers, isEditable, open, lift, create }: TrayProps) {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useState('');
  const titleOf = ({ title }: DraftOutline) => pickText(title, i18n.language, languages);
  const found = sessions
    .filter((session) => isMeantBy(search, session, speakers, i18n.language))
    .sort((a, b) => collatorOf(i18n.language).compare(titleOf(a).text, titleOf(b).text));
  return (
    <section className="ag-tray" aria-label={t('organise.agenda.tray.title', { count: sessions.length })}>
      <h2>{t('organise.agenda.tray.title', { count: sessions.length })}</h2>
      {sessions.length > 5 && (
        <input
          type="search"
          className="org-input"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('organise.agenda.tray.search')}
          aria-label={t('organise.agenda.tray.search')}
        />
      )}
      {sessions.length === 0 ? (
        <p className="faint">{t('organise.agenda.tray.empty')}</p>
      ) : (
        <ul>
          {found.map((session) => {
            const title = titleOf(session);
            return (
              <li key={session.id}>
                <button
                  type="button"
                  className="ag-waiting"
                  data-load="tray"
                  data-session={session.id}
                  onClick={(event) => event.detail === 0 && open(session, event.currentTarget)}
                  onKeyDown={(event) => {
                    if (isEditable && (event.key === 'm' || event.key === 'M')) {
                      event.preventDefault();
                      lift(session);
                    }
                  }}
                >
                  <b lang={title.language}>{title.text}</b>
                  <span className="faint">
                    {[
                      t('organise.agenda.minutes', { count: usualLength(session) / 60_000 }),
                      ...session.speakerIds.map((id) => speakers.get(id) ?? ''),
                    ].join(' · ')}
                  </span>
                </button>
              </li>
            );
          })}
          {found.length === 0 && <li className="faint">{t('organise.agenda.tray.none')}</li>}
        </ul>
      )}
      {isEditable && (
        <button type="button" className="link-button" onClick={create}>
          {t('organise.agenda.new.open')}
        </button>
      )}
    </section>
  );
}
