import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { DraftAgenda, DraftOutline, Presence } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateInWords } from '../../time/clock-face.js';
import type { DraftStanding, DraftStore } from './draft-store.js';
import { FindSession } from './find-session.js';
import { zooms, type AgendaChoices } from './kept-choices.js';

interface AgendaBarProps {
  agenda: DraftAgenda;
  dates: readonly string[];
  choices: AgendaChoices;
  choose: (change: Partial<AgendaChoices>) => void;
  standing: DraftStanding;
  store: DraftStore;
  others: readonly Presence[];
  isEditable: boolean;
  issueCount: number;
  show: (session: DraftOutline) => void;
  print: () => void;
}

/** Days, zoom, filters, search, undo, and whether all is saved. */
export function AgendaBar(props: AgendaBarProps) {
  const { agenda, dates, choices, choose, standing, store, others, isEditable } = props;
  const { t, i18n } = useTranslation();
  const nameOf = (texts: Record<string, string>): string => pickText(texts, i18n.language, agenda.event.languages).text;
  const zoom = zooms.findIndex((one) => one >= choices.pixelsPerMinute);
  const toggled = (list: readonly string[], id: string): string[] =>
    list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
  const filters = choices.hiddenRooms.length + choices.tracks.length;
  return (
    <div className="ag-bar">
      <div className="segments" role="group" aria-label={t('organise.agenda.days')}>
        {dates.map((date) => (
          <button key={date} type="button" aria-pressed={choices.date === date} onClick={() => choose({ date })}>
            {dateInWords(date, dateLocale(i18n.language), 'short')}
          </button>
        ))}
        {dates.length > 1 && (
          <button type="button" aria-pressed={choices.date === null} onClick={() => choose({ date: null })}>
            {t('organise.agenda.allDays')}
          </button>
        )}
      </div>
      <div className="segments" role="group" aria-label={t('organise.agenda.view')}>
        {(['grid', 'list'] as const).map((view) => (
          <button key={view} type="button" aria-pressed={choices.view === view} onClick={() => choose({ view })}>
            {t(`organise.agenda.views.${view}`)}
          </button>
        ))}
      </div>
      {choices.view === 'grid' && (
        <div className="ag-row" role="group" aria-label={t('organise.agenda.zoom')}>
          {([-1, 1] as const).map((step) => (
            <button
              key={step}
              type="button"
              className="square"
              aria-disabled={zooms[zoom + step] === undefined}
              onClick={() => choose({ pixelsPerMinute: zooms[zoom + step] ?? choices.pixelsPerMinute })}
            >
              <span aria-hidden="true">{step < 0 ? '−' : '+'}</span>
              <span className="visually-hidden">{t(step < 0 ? 'organise.agenda.out' : 'organise.agenda.in')}</span>
            </button>
          ))}
        </div>
      )}
      <details className="ag-filter">
        <summary className="link-button">
          <span className="icon icon-filter" aria-hidden="true" />
          {filters === 0 ? t('organise.agenda.filter') : t('organise.agenda.filterOn', { count: filters })}
        </summary>
        <div className="ag-filter-box">
          <Ticks
            name={t('organise.agenda.rooms')}
            of={agenda.rooms.map(({ id, name }) => ({ id, name: nameOf(name) }))}
            isTicked={(id) => !choices.hiddenRooms.includes(id)}
            toggle={(id) => choose({ hiddenRooms: toggled(choices.hiddenRooms, id) })}
          />
          <Ticks
            name={t('organise.agenda.tracks')}
            of={agenda.tracks.map(({ id, name }) => ({ id, name: nameOf(name) }))}
            isTicked={(id) => choices.tracks.length === 0 || choices.tracks.includes(id)}
            toggle={(id) =>
              choose({
                tracks: toggled(choices.tracks.length === 0 ? agenda.tracks.map((one) => one.id) : choices.tracks, id),
              })
            }
          />
          <button type="button" className="link-button" onClick={() => choose({ hiddenRooms: [], tracks: [] })}>
            {t('organise.agenda.filterOff')}
          </button>
        </div>
      </details>
      <FindSession agenda={agenda} show={props.show} />
      <button type="button" className="link-button" onClick={props.print}>
        {t('organise.agenda.print')}
      </button>
      {isEditable && (
        <div className="ag-row" role="group" aria-label={t('organise.agenda.steps')}>
          <button
            type="button"
            className="link-button"
            aria-disabled={!standing.canUndo}
            aria-keyshortcuts="Control+Z"
            onClick={() => store.undo()}
          >
            {t('organise.agenda.undo')}
          </button>
          <button
            type="button"
            className="link-button"
            aria-disabled={!standing.canRedo}
            aria-keyshortcuts="Control+Shift+Z"
            onClick={() => store.redo()}
          >
            {t('organise.agenda.redo')}
          </button>
        </div>
      )}
      <p className="ag-standing" data-saving={standing.saving}>
        <span role="status">
          {standing.saving === 'unreachable'
            ? t('organise.agenda.saving.unreachable', { count: standing.unsaved })
            : t(`organise.agenda.saving.${standing.saving}`)}
        </span>
        {others.length > 0 && (
          <span className="ag-others">
            {t('organise.agenda.others', {
              names: [...new Set(others.map(({ name }) => (name === '' ? t('organise.agenda.somebody') : name)))].join(
                ', ',
              ),
            })}
          </span>
        )}
        <span className="ag-count" data-bad={props.issueCount > 0}>
          {t('organise.agenda.issues', { count: props.issueCount })}
        </span>
      </p>
    </div>
  );
}

interface TicksProps {
  name: string;
  of: readonly { id: string; name: string }[];
  isTicked: (id: string) => boolean;
  toggle: (id: string) => void;
}

/** Boxes to tick; nothing where there is nothing to choose from. */
function Ticks({ name, of, isTicked, toggle }: TicksProps) {
  if (of.length === 0) return null;
  return (
    <fieldset>
      <legend>{name}</legend>
      {of.map((one) => (
        <label key={one.id}>
          <input type="checkbox" checked={isTicked(one.id)} onChange={() => toggle(one.id)} />
          {one.name}
        </label>
      ))}
    </fieldset>
  );
}
