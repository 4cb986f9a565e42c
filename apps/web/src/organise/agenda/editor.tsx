import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftOutline, DraftSlot } from '@kopa/contracts';
import { isEqual, pickText, placementRules, type Stand } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { useNow } from '../../time/use-now.js';
import { useOrganised } from '../organise-context.js';
import { AgendaBar } from './agenda-bar.js';
import { AgendaList } from './agenda-list.js';
import { AvailabilityDialog } from './availability-dialog.js';
import { bandsOf, dayFinder } from './bands.js';
import {
  byColumn,
  carried,
  columnsOf,
  stepInRooms,
  stepTo,
  usualLength,
  withoutRoom,
  type Column,
  type GridSlot,
} from './columns.js';
import { ContestDialog } from './contest-dialog.js';
import { Grid, type GridHandle } from './grid.js';
import type { Aim, Load } from './grid-world.js';
import { issueWords } from './issue-words.js';
import { useAgendaChoices } from './kept-choices.js';
import { NewSession } from './new-session.js';
import { OnlyIssue, slotsOn, useOnlyIssue } from './only-issue.js';
import { PlaceDialog } from './place-dialog.js';
import { setAvailability } from './remote.js';
import { Tray } from './tray.js';
import { useBooked, useDraftStore, usePresence } from './use-draft.js';
import { refusalInWords } from '../refusals/in-words.js';

const hour = 3_600_000;
const noSlots: ReadonlyMap<string, readonly GridSlot[]> = new Map();

/** What a dialog is open for: a slot, or one more of a session. */
interface Opened {
  session: string;
  slot: string | null;
}

/** The agenda of the draft, to be built by dragging, by keys, or by room and time. */
export function AgendaEditor({ slug, draft }: { slug: string; draft: DraftAgenda }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const isEditable = useOrganised().may('draft.write');
  const { store, standing } = useDraftStore(slug, draft);
  const { agenda } = standing;
  const { event, days, venues, rooms, sessions } = agenda;
  const { data: booked } = useBooked(slug);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isCreating, setCreating] = useState(false);
  /** The speaker of whom is said when they can. */
  const [asked, setAsked] = useState<string | null>(null);
  const others = usePresence(slug, opened?.session ?? null);
  const now = useNow();
  const grid = useRef<GridHandle>(null);
  const [only, showAll] = useOnlyIssue();

  const dateOf = useMemo(() => dayFinder(event.zone, event.dayChangeHour), [event.zone, event.dayChangeHour]);
  const dates = useMemo(() => {
    const placed = sessions.flatMap((session) => session.slots.map(({ startsAt }) => dateOf(startsAt)));
    return [...new Set([...days.map(({ date }) => date), ...placed])].sort();
  }, [days, sessions, dateOf]);
  const today = dateOf(new Date(now).toISOString());
  const [choices, choose] = useAgendaChoices(slug, dates.includes(today) ? today : (dates[0] ?? null));
  const shownDates = useMemo(
    () => (choices.date !== null && dates.includes(choices.date) ? [choices.date] : dates),
    [choices.date, dates],
  );

  const rules = useMemo(
    () =>
      placementRules({
        sessions,
        rooms,
        venues,
        days,
        booked: new Map(Object.entries(booked?.taken ?? {})),
        bookedTogether: booked?.together ?? [],
        availability: new Map(Object.entries(agenda.availability)),
      }),
    [sessions, rooms, venues, days, booked, agenda.availability],
  );
  const issues = useMemo(() => rules.all(), [rules]);
  const sayIssue = useMemo(() => issueWords(agenda, language, t), [agenda, language, t]);
  const [keptSlots, setKeptSlots] = useState(noSlots);
  const slots = useMemo(() => byColumn(sessions, keptSlots), [sessions, keptSlots]);
  if (slots !== keptSlots && !isSameMap(slots, keptSlots)) setKeptSlots(slots);

  const columns = useMemo<Column[]>(() => {
    const shown = rooms
      .filter(({ id }) => !choices.hiddenRooms.includes(id))
      .map(({ id, kind, name, seats }) => ({ id, kind, seats, name: pickText(name, language, event.languages).text }));
    const none = { id: withoutRoom, kind: 'none' as const, seats: null, name: t('organise.agenda.noRoom') };
    return slots.has(withoutRoom) || shown.length === 0 ? [none, ...shown] : shown;
  }, [rooms, choices.hiddenRooms, language, event.languages, slots, t]);
  const bands = useStable(
    useMemo(
      () =>
        bandsOf(shownDates, {
          days,
          slots: sessions.flatMap((session) => session.slots),
          zone: event.zone,
          dayChangeHour: event.dayChangeHour,
          dateOf,
          pixelsPerMinute: choices.pixelsPerMinute,
        }),
      [shownDates, days, sessions, event, dateOf, choices.pixelsPerMinute],
    ),
  );
  const meant = useMemo(
    () =>
      choices.tracks.length === 0
        ? null
        : new Set(sessions.filter(({ trackId }) => choices.tracks.includes(trackId ?? '')).map(({ id }) => id)),
    [sessions, choices.tracks],
  );
  const speakers = useMemo(() => new Map(agenda.speakers.map(({ id, name }) => [id, name])), [agenda.speakers]);
  const waiting = useMemo(() => sessions.filter((session) => session.slots.length === 0), [sessions]);

  const loadOfTray = useCallback(
    (id: string): Load | null => {
      const session = sessions.find((one) => one.id === id);
      if (session === undefined) return null;
      const length = usualLength(session);
      const from = bands[0]?.from ?? 0;
      const times = { startsAt: new Date(from).toISOString(), endsAt: new Date(from + length).toISOString() };
      // The id is made here: what is undone and done again stays the same slot.
      const slot = { id: newKey(), ...times, roomId: null, onlineRoomId: null, version: 0 };
      return { session, slot, from: null, length };
    },
    [sessions, bands],
  );
  const put = useCallback(
    (load: Load, aim: Aim | null): void => {
      if (aim === null) {
        store.do(stepTo(load, null));
        return;
      }
      const column = columns[aim.column];
      if (column === undefined) return;
      const after = carried(load.slot, load.from, column, aim.at, aim.length);
      if (load.from === null) store.do([{ slot: load.slot.id, session: load.session.id, before: null, after }]);
      else if (!isEqual(after, { ...after, ...standOnly(load.slot) })) store.do(stepTo(load, after));
    },
    [store, columns],
  );
  const open = useCallback(
    ({ session, slot }: GridSlot): void =>
      setOpened({ session: session.id, slot: slot.version === 0 && session.slots.length === 0 ? null : slot.id }),
    [],
  );
  const show = (session: DraftOutline): void => {
    const [slot] = session.slots;
    if (slot === undefined || choices.view === 'list' || only !== null) {
      setOpened({ session: session.id, slot: slot?.id ?? null });
      return;
    }
    const date = dateOf(slot.startsAt);
    const inRooms = columnsOf(slot);
    // What is looked for is shown, whatever was hidden.
    const isHidden = inRooms.every((id) => choices.hiddenRooms.includes(id));
    if (!shownDates.includes(date) || isHidden)
      flushSync(() =>
        choose({
          date: shownDates.includes(date) ? choices.date : date,
          hiddenRooms: isHidden ? choices.hiddenRooms.filter((id) => !inRooms.includes(id)) : choices.hiddenRooms,
        }),
      );
    grid.current?.show({ session, slot });
  };

  useUndoKeys(isEditable, store.undo.bind(store), store.redo.bind(store));
  const print = usePrinting((view) => choose({ view }), choices.view);

  const openSession = opened === null ? undefined : sessions.find(({ id }) => id === opened.session);
  const openSlot = openSession?.slots.find(({ id }) => id === opened?.slot) ?? null;
  const issueCount = [...issues.values()].filter((list) => list.length > 0).length;
  return (
    <div className="ag-page">
      <h1 tabIndex={-1}>{t('organise.agenda.title')}</h1>
      <p className="ag-paper">{pickText(event.title, language, event.languages).text}</p>
      {!isEditable && <p className="faint">{t('organise.agenda.reading')}</p>}
      <AgendaBar
        agenda={agenda}
        dates={dates}
        choices={only === null ? choices : { ...choices, view: 'list' }}
        choose={(change) => {
          if (only !== null) showAll();
          choose(change);
        }}
        standing={standing}
        store={store}
        others={others}
        isEditable={isEditable}
        issueCount={issueCount}
        show={show}
        print={print}
      />
      {standing.refused !== null && (
        <p className="ag-refused" role="alert">
          {t('organise.agenda.refused', { why: refusalInWords(standing.refused) })}
          <button type="button" className="link-button" onClick={() => store.readRefusal()}>
            {t('organise.agenda.close')}
          </button>
        </p>
      )}
      {only !== null && <OnlyIssue only={only} showAll={showAll} />}
      {choices.view === 'grid' && only === null ? (
        <Grid
          ref={grid}
          columns={columns}
          bands={bands}
          pixelsPerMinute={choices.pixelsPerMinute}
          slots={slots}
          meant={meant}
          issues={issues}
          rules={rules}
          sayIssue={sayIssue}
          zone={event.zone}
          languages={event.languages}
          speakers={speakers}
          isEditable={isEditable}
          now={now}
          put={put}
          open={open}
          loadOfTray={loadOfTray}
        >
          <Tray
            sessions={waiting}
            languages={event.languages}
            speakers={speakers}
            isEditable={isEditable}
            open={(session) => setOpened({ session: session.id, slot: null })}
            lift={(session) => {
              const load = loadOfTray(session.id);
              if (load !== null) grid.current?.lift(load);
            }}
            create={() => setCreating(true)}
          />
        </Grid>
      ) : (
        <AgendaList
          agenda={agenda}
          days={(only === null ? shownDates : dates).map((date) => ({
            date,
            slots:
              only === null
                ? slotsOn(agenda, meant, choices.hiddenRooms, ({ startsAt }) => dateOf(startsAt) === date)
                : slotsOn(
                    agenda,
                    null,
                    [],
                    ({ id, startsAt }) =>
                      dateOf(startsAt) === date && (issues.get(id) ?? []).some(({ kind }) => kind === only),
                  ),
          }))}
          waiting={waiting}
          issues={issues}
          sayIssue={sayIssue}
          open={(session, slot) => setOpened({ session: session.id, slot: slot?.id ?? null })}
        />
      )}
      {openSession !== undefined && (
        <PlaceDialog
          key={`${openSession.id} ${openSlot?.id ?? ''}`}
          agenda={agenda}
          session={openSession}
          slot={openSlot}
          proposed={proposedFor(openSession, bands[0]?.from ?? Date.parse(`${dates[0] ?? today}T08:00:00Z`))}
          dates={dates}
          rules={rules}
          sayIssue={sayIssue}
          isEditable={isEditable}
          place={(stand, also) => {
            store.do(stepInRooms({ slot: openSlot, session: openSession }, stand, also, newKey));
            setOpened(null);
          }}
          remove={() => {
            if (openSlot !== null) store.do(stepTo({ slot: openSlot, session: openSession }, null));
            setOpened(null);
          }}
          another={() => setOpened({ session: openSession.id, slot: null })}
          askWhen={(speaker) => {
            setOpened(null);
            setAsked(speaker);
          }}
          close={() => setOpened(null)}
        />
      )}
      {asked !== null && (
        <AvailabilityDialog
          agenda={agenda}
          speaker={asked}
          dates={dates}
          save={async (times) => {
            const saved = await setAvailability(slug, asked, times);
            store.take({ type: 'speaker.available', seq: 0, at: '', speaker: asked, times: saved.times });
            setAsked(null);
          }}
          close={() => setAsked(null)}
        />
      )}
      {isCreating && (
        <NewSession
          slug={slug}
          agenda={agenda}
          created={(session) => {
            store.take({
              type: 'draft.updated',
              seq: 0,
              at: '',
              session: session.code,
              id: session.id,
              after: session,
            });
            setCreating(false);
          }}
          close={() => setCreating(false)}
        />
      )}
      {standing.contests.length > 0 && (
        <ContestDialog agenda={agenda} contests={standing.contests} settle={(whose) => store.settle(whose)} />
      )}
    </div>
  );
}

const standOnly = ({ startsAt, endsAt, roomId, onlineRoomId }: DraftSlot): Stand => ({
  startsAt,
  endsAt,
  roomId,
  onlineRoomId,
});

/** Beside the session's other slots, so that a plenary is one choice of room away; else an hour into the day. */
function proposedFor(session: DraftOutline, dayStart: number): Stand {
  const [first] = session.slots;
  if (first !== undefined) return { ...standOnly(first), roomId: null, onlineRoomId: null };
  const startsAt = dayStart + hour;
  return {
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + usualLength(session)).toISOString(),
    roomId: null,
    onlineRoomId: null,
  };
}

const isSameMap = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);

/** The value as it was while it says the same, so that what depends on it is not rendered anew. */
function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (kept === value) return kept;
  if (isEqual(kept, value)) return kept;
  setKept(value);
  return value;
}

function useUndoKeys(isOn: boolean, undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const inField = (event.target as HTMLElement).closest('input, textarea, select, dialog') !== null;
      if (!isOn || inField || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
}

/** Paper takes the list, however printing is asked for: a grid is wider than any sheet. */
function usePrinting(setView: (view: 'grid' | 'list') => void, view: 'grid' | 'list'): () => void {
  useEffect(() => {
    if (view === 'list') return undefined;
    const before = (): void => flushSync(() => setView('list'));
    // The effect of the grid is gone by then: this one waits for the paper.
    const print = (): void => {
      window.addEventListener('afterprint', () => setView('grid'), { once: true });
      before();
    };
    window.addEventListener('beforeprint', print);
    return () => window.removeEventListener('beforeprint', print);
  });
  return () => window.print();
}
