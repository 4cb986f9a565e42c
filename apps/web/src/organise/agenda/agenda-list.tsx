import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { pickText, slotMode, type PlacementIssue } from '@kopa/domain';
import { clockRange, dateInWords } from '../../time/clock-face.js';
import type { GridSlot } from './columns.js';
import type { SayIssue } from './issue-words.js';

interface AgendaListProps {
  agenda: DraftAgenda;
  /** Days with their slots, each in order of time. */
  days: readonly { date: string; slots: readonly GridSlot[] }[];
  waiting: readonly DraftOutline[];
  issues: ReadonlyMap<string, readonly PlacementIssue[]>;
  sayIssue: SayIssue;
  open: (session: DraftOutline, slot: GridSlot['slot'] | null, button: HTMLElement) => void;
}

/** The same agenda as tables: for screen readers, small screens and paper, with the same actions. */
export function AgendaList({ agenda, days, waiting, issues, sayIssue, open }: AgendaListProps) {
  const { t, i18n } = useTranslation();
  const { zone, languages } = agenda.event;
  const rooms = new Map(agenda.rooms.map(({ id, name }) => [id, pickText(name, i18n.language, languages).text]));
  const speakers = new Map(agenda.speakers.map(({ id, name }) => [id, name]));
  return (
    <div className="ag-list">
      {days.map(({ date, slots }) => (
        <section key={date}>
          <h2>{dateInWords(date, dateLocale(i18n.language))}</h2>
          {slots.length === 0 ? (
            <p className="faint">{t('organise.agenda.list.none')}</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('organise.agenda.list.time')}</th>
                  <th scope="col">{t('organise.agenda.list.session')}</th>
                  <th scope="col">{t('organise.agenda.list.room')}</th>
                  <th scope="col">{t('organise.agenda.list.issues')}</th>
                </tr>
              </thead>
              <tbody>
                {slots.map(({ slot, session }) => {
                  const title = pickText(session.title, i18n.language, languages);
                  return (
                    <tr key={slot.id} data-clash={issues.has(slot.id) || undefined}>
                      <td className="times">{clockRange(slot.startsAt, slot.endsAt, zone, i18n.language)}</td>
                      <td>
                        <button
                          type="button"
                          className="ag-open"
                          lang={title.language}
                          onClick={(event) => open(session, slot, event.currentTarget)}
                        >
                          {title.text}
                        </button>
                        <span className="faint">
                          {session.speakerIds.map((id) => speakers.get(id) ?? '').join(', ')}
                        </span>
                      </td>
                      <td>
                        {[slot.roomId, slot.onlineRoomId]
                          .flatMap((id) => (id === null ? [] : [rooms.get(id) ?? '']))
                          .join(' + ')}
                        <span className="faint"> {t(`mode.${slotMode(slot) ?? 'unknown'}`)}</span>
                      </td>
                      <td>
                        {(issues.get(slot.id) ?? []).map((issue, index) => (
                          <p key={index}>{sayIssue(issue)}</p>
                        ))}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </section>
      ))}
      <section className="ag-list-waiting">
        <h2>{t('organise.agenda.tray.title', { count: waiting.length })}</h2>
        {waiting.length === 0 ? (
          <p className="faint">{t('organise.agenda.list.allPlaced')}</p>
        ) : (
          <ul>
            {waiting.map((session) => {
              const title = pickText(session.title, i18n.language, languages);
              return (
                <li key={session.id}>
                  <button
                    type="button"
                    className="ag-open"
                    lang={title.language}
                    onClick={(event) => open(session, null, event.currentTarget)}
                  >
                    {title.text}
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </section>
    </div>
  );
}
