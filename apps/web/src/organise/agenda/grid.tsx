import {
  startTransition,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import { pickText, type PlacementIssue, type PlacementRules } from '@kopa/domain';
import { clockRange, clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { heightOf, hoursOf, pixelAt, type Band } from './bands.js';
import { KeyCarrier } from './carry-by-keys.js';
import { ColumnCards, type CardWords } from './column-cards.js';
import { columnsOf, type Column, type GridSlot } from './columns.js';
import { wireDrag } from './drag.js';
import { Ghost } from './ghost.js';
import type { Aim, GridWorld, Load } from './grid-world.js';
import type { SayIssue } from './issue-words.js';
import { neighbour } from './neighbour.js';

const minute = 60_000;
const axisWidth = 56;
const leastColumn = 172;

interface GridProps {
  ref: Ref<GridHandle>;
  columns: readonly Column[];
  bands: readonly Band[];
  pixelsPerMinute: number;
  slots: ReadonlyMap<string, readonly GridSlot[]>;
  /** Sessions of other tracks are shown faintly; null: all are meant. */
  meant: ReadonlySet<string> | null;
  issues: ReadonlyMap<string, readonly PlacementIssue[]>;
  rules: PlacementRules;
  sayIssue: SayIssue;
  zone: string;
  languages: readonly string[];
  speakers: ReadonlyMap<string, string>;
  isEditable: boolean;
  now: number;
  put: (load: Load, aim: Aim | null) => void;
  open: (load: GridSlot, card: HTMLElement) => void;
  /** What lies beside the grid, from which is dragged too. */
  loadOfTray: (session: string) => Load | null;
  children: ReactNode;
}

/** The grid as it is now, for what is wired to it once. */
interface CarriedWorld extends GridWorld, Pick<GridProps, 'open' | 'loadOfTray' | 'slots'> {
  titleOf: (slot: GridSlot) => string;
  sayKey: ConstructorParameters<typeof KeyCarrier>[3];
}

export interface GridHandle {
  /** Scrolls to a slot and puts the focus on its card. */
  show: (slot: GridSlot) => void;
  /** Lifts something by the keys, from the tray. */
  lift: (load: Load) => void;
}

/** Rooms beside each other, time from top to bottom. Only columns in view are rendered. */
export function Grid(props: GridProps) {
  const { columns, bands, pixelsPerMinute, slots, issues, zone, isEditable, meant, speakers, languages } = props;
  const { ref, now, children, rules, sayIssue, put, open, loadOfTray } = props;
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const shade = useRef<HTMLDivElement>(null);
  const spoken = useRef<HTMLDivElement>(null);
  const [columnWidth, setColumnWidth] = useState(leastColumn);
  const [shown, setShown] = useState<readonly [number, number]>([0, 0]);
  /** So many columns out of view are rendered on either side; none until those in view are there. */
  const [beside, setBeside] = useState(0);
  /** Slot and column of the card that Tab comes to. */
  const [tabTo, setTabTo] = useState<{ slot: string; column: string } | null>(null);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const width = Math.max(leastColumn, Math.floor((element.clientWidth - axisWidth) / Math.max(1, columns.length)));
    setColumnWidth(width);
    const first = Math.max(0, Math.floor(element.scrollLeft / width));
    const last = Math.min(columns.length, Math.ceil((element.scrollLeft + element.clientWidth) / width));
    setShown((before) => (before[0] === first && before[1] === last ? before : [first, last]));
  }, [columns.length]);
  useEffect(() => startTransition(() => setBeside(2)), []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);

  const scale = useRef(pixelsPerMinute);
  useLayoutEffect(() => {
    const element = scroller.current;
    const by = pixelsPerMinute / scale.current;
    scale.current = pixelsPerMinute;
    if (element === null || by === 1) return;
    // What stood in the middle stays there, nearer or farther.
    const middle = element.clientHeight / 2;
    element.scrollTop = (element.scrollTop + middle) * by - middle;
  }, [pixelsPerMinute]);

  const isManyDays = bands.length > 1;
  const sayTime = useCallback(
    (at: number, length: number): string => {
      const from = new Date(at).toISOString();
      const times = clockRange(from, new Date(at + length).toISOString(), zone, language);
      return isManyDays ? `${dateInWords(localDate(from, zone), dateLocale(language), 'short')} ${times}` : times;
    },
    [zone, language, isManyDays],
  );
  const titleOf = ({ session }: GridSlot): string => pickText(session.title, language, languages).text;
  const say = (what: string): void => {
    if (spoken.current !== null) spoken.current.textContent = what;
  };
  const world = useRef<CarriedWorld>(null);
  useLayoutEffect(() => {
    world.current = {
      columns,
      bands,
      pixelsPerMinute,
      columnWidth,
      rules,
      sayIssue,
      sayTime,
      put,
      open,
      loadOfTray,
      slots,
      titleOf,
      sayKey: (what, values) => say(t(`organise.agenda.keys.${what}`, values)),
    };
  });
  const worldNow = useCallback(() => {
    if (world.current === null) throw new Error('the grid is not there yet');
    return world.current;
  }, []);
  const loadOf = useCallback(
    (card: HTMLElement): Load | null => {
      const { columns: known, slots: all, loadOfTray } = worldNow();
      const { load, slot: id, column } = card.dataset;
      if (load === 'tray') return loadOfTray(card.dataset['session'] ?? '');
      const from = known.find((one) => one.id === column);
      const found = all.get(column ?? '')?.find(({ slot }) => slot.id === id);
      if (from === undefined || found === undefined) return null;
      return { ...found, from, length: Date.parse(found.slot.endsAt) - Date.parse(found.slot.startsAt) };
    },
    [worldNow],
  );

  const reveal = useCallback(
    ({ column, at, length }: Aim): void => {
      const { columnWidth: width, bands: days, pixelsPerMinute: scale } = worldNow();
      const top = pixelAt(days, at, scale) ?? 0;
      const element = scroller.current;
      if (element === null) return;
      const left = column * width;
      const height = (length / minute) * scale;
      if (left < element.scrollLeft) element.scrollLeft = left;
      else if (left + width + axisWidth > element.scrollLeft + element.clientWidth)
        element.scrollLeft = left + width + axisWidth - element.clientWidth;
      if (top < element.scrollTop) element.scrollTop = top - 20;
      else if (top + height + 80 > element.scrollTop + element.clientHeight)
        element.scrollTop = top + height + 80 - element.clientHeight;
    },
    [worldNow],
  );
  const carrier = useRef<KeyCarrier>(null);
  // Before anything is painted: what can be seen can be taken hold of.
  useLayoutEffect(() => {
    const places = [root.current, scroller.current, canvas.current, shade.current] as const;
    const [around, scrolled, plane, shadow] = places;
    if (around === null || scrolled === null || plane === null || shadow === null || !isEditable) return undefined;
    const ghost = new Ghost(plane, shadow);
    carrier.current = new KeyCarrier(
      worldNow,
      ghost,
      (load) => worldNow().titleOf(load),
      (what, values) => worldNow().sayKey(what, values),
      reveal,
    );
    const tray = around.querySelector<HTMLElement>('.ag-tray');
    return wireDrag({ root: around, scroller: scrolled, canvas: plane, tray }, ghost, {
      world: worldNow,
      loadOf,
      open: (card, load) => worldNow().open(load, card),
    });
    // Nothing here may change with what is shown: wiring anew would take from the hand what it carries.
  }, [worldNow, loadOf, reveal, isEditable]);

  const focusCard = useCallback((slot: string, column: string): void => {
    setTabTo({ slot, column });
    // Its column may come into view only now.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        canvas.current
          ?.querySelector<HTMLElement>(`[data-slot="${CSS.escape(slot)}"][data-column="${CSS.escape(column)}"]`)
          ?.focus({ preventScroll: true }),
      ),
    );
  }, []);
  const show = useCallback(
    (wanted: GridSlot): void => {
      const { columns: known } = worldNow();
      const ids = columnsOf(wanted.slot);
      const column = known.findIndex(({ id }) => ids.includes(id));
      const to = known[column];
      if (to === undefined) return;
      const at = Date.parse(wanted.slot.startsAt);
      reveal({ column, at, length: Date.parse(wanted.slot.endsAt) - at });
      focusCard(wanted.slot.id, to.id);
    },
    [worldNow, reveal, focusCard],
  );
  useImperativeHandle(
    ref,
    () => ({ show, lift: (load: Load) => (scroller.current?.focus(), carrier.current?.lift(load)) }),
    [show],
  );

  const onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const carrying = carrier.current;
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-slot]');
    if (carrying?.isCarrying() === true) {
      const load = card === null ? null : loadOf(card);
      if (carrying.press(key, shiftKey)) event.preventDefault();
      if (load !== null && key !== 'Tab' && !carrying.isCarrying())
        // What was put down is rendered elsewhere: the focus goes with it.
        requestAnimationFrame(() => {
          const found = [...worldNow().slots.values()].flat().find(({ slot }) => slot.id === load.slot.id);
          if (found !== undefined) show(found);
        });
      return;
    }
    if (card === null) return;
    const load = loadOf(card);
    if (load === null) return;
    if (key === 'Enter' || key === ' ') {
      event.preventDefault();
      worldNow().open(load, card);
    } else if ((key === 'm' || key === 'M') && isEditable) {
      event.preventDefault();
      carrying?.lift(load);
    } else if (key === 'Delete' && isEditable) {
      event.preventDefault();
      worldNow().put(load, null);
      say(t('organise.agenda.keys.toTray', { title: titleOf(load) }));
      scroller.current?.focus();
    } else if (key.startsWith('Arrow')) {
      const next = neighbour(worldNow(), load, key);
      if (next === null) return;
      event.preventDefault();
      const at = Date.parse(next.slot.startsAt);
      const column = columns.findIndex(({ id }) => id === next.column);
      reveal({ column, at, length: Date.parse(next.slot.endsAt) - at });
      focusCard(next.slot.id, next.column);
    }
  };
  /** A click without a pointer: by a screen reader. */
  const onClick = (event: MouseEvent): void => {
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-slot]');
    const load = event.detail === 0 && card !== null ? loadOf(card) : null;
    if (load !== null && card !== null) worldNow().open(load, card);
  };

  const words = useMemo<CardWords>(
    () => ({
      modes: {
        'in-person': t('mode.in-person'),
        online: t('mode.online'),
        hybrid: t('mode.hybrid'),
        null: t('organise.agenda.noRoom'),
      },
      clash: t('organise.agenda.clash'),
    }),
    [t],
  );
  const height = heightOf(bands, pixelsPerMinute);
  const width = columns.length * columnWidth;
  const firstCard = columns.map(({ id }) => slots.get(id)?.[0]).find((one) => one !== undefined);
  const focusable =
    tabTo ?? (firstCard === undefined ? null : { slot: firstCard.slot.id, column: columnsOf(firstCard.slot)[0] ?? '' });
  return (
    <div className="ag-root" ref={root}>
      <div
        className="ag-scroll"
        ref={scroller}
        onScroll={measure}
        onKeyDown={onKey}
        onClick={onClick}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) carrier.current?.leave();
        }}
        role="application"
        tabIndex={-1}
        aria-label={t('organise.agenda.grid')}
        aria-describedby="agenda-keys"
      >
        <div className="ag-head" style={{ width: width + axisWidth }}>
          <div className="ag-corner" />
          {columns.map(({ id, name, kind, seats }) => (
            <div key={id} className="ag-room" data-kind={kind} style={{ width: columnWidth }}>
              <b>{name}</b>
              <small>
                {kind === 'online'
                  ? t('mode.online')
                  : seats === null
                    ? ' '
                    : t('organise.agenda.seats', { count: seats })}
              </small>
            </div>
          ))}
        </div>
        <div className="ag-body" style={{ width: width + axisWidth }}>
          <div className="ag-axis" style={{ height }} aria-hidden="true">
            {bands.map((band) => (
              <div key={band.date}>
                {isManyDays && (
                  <b className="ag-date" style={{ top: band.top }}>
                    {dateInWords(band.date, dateLocale(language), 'short')}
                  </b>
                )}
                {hoursOf(band, pixelsPerMinute).map(({ at, top }) => (
                  <span key={at} style={{ top }}>
                    {clockTime(at, zone, language)}
                  </span>
                ))}
              </div>
            ))}
          </div>
          <div className="ag-canvas" ref={canvas} style={{ width, height }}>
            {bands.map((band) => (
              <div
                key={band.date}
                className="ag-band"
                style={{
                  top: band.top,
                  height: ((band.to - band.from) / minute) * pixelsPerMinute,
                  backgroundSize: `100% ${60 * pixelsPerMinute}px`,
                }}
              />
            ))}
            <NowLine at={pixelAt(bands, now, pixelsPerMinute)} />
            {columns.map(({ id, name }, index) =>
              index < shown[0] - beside || index >= shown[1] + beside ? null : (
                <div key={id} className="ag-column" style={{ left: index * columnWidth, width: columnWidth, height }}>
                  <ColumnCards
                    column={id}
                    name={name}
                    slots={slots.get(id) ?? none}
                    bands={bands}
                    pixelsPerMinute={pixelsPerMinute}
                    issues={issues}
                    meant={meant}
                    speakers={speakers}
                    zone={zone}
                    language={language}
                    languages={languages}
                    words={words}
                    tabTo={focusable?.column === id ? focusable.slot : null}
                  />
                </div>
              ),
            )}
            <div className="ag-ghost" ref={shade} hidden aria-hidden="true">
              <div>
                <b />
                <span />
              </div>
            </div>
          </div>
        </div>
      </div>
      {children}
      <p id="agenda-keys" className="visually-hidden">
        {t(isEditable ? 'organise.agenda.keys.help' : 'organise.agenda.keys.helpReading')}
      </p>
      <div ref={spoken} className="visually-hidden" role="status" aria-live="assertive" />
    </div>
  );
}

const none: readonly GridSlot[] = [];

function NowLine({ at }: { at: number | null }) {
  return at === null ? null : <div className="ag-now" style={{ top: at }} />;
}
