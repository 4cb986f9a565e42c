import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, Suspense, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProgrammeIndex } from '../programme/entries.js';
import type { Connection } from '../programme/follow-event.js';
import { agendaKey, ownKey } from '../programme/live-keys.js';
import { isKnownHere, setKnownHere, useKnownHere } from '../registration/known-here.js';
import { agendaQuery, isStranger, type HeldAgenda } from './held-agenda.js';
import { putStar, removeStar } from './remote.js';

/** What became of a star that was pressed; for who has no registration, that it takes one. */
export type StarTold =
  | { kind: 'starred' | 'unstarred'; code: string }
  | { kind: 'stranger' }
  | { kind: 'failed'; code: string; error: unknown };

interface OwnAgenda {
  /** Whether a registration is open in this browser, as far as it knows. */
  isKnown: boolean;
  held: HeldAgenda | undefined;
  /** Codes of sessions that are starred, those included whose star is on its way. */
  starred: ReadonlySet<string>;
  /** Codes of sessions that are booked or starred. */
  chosen: ReadonlySet<string>;
  /** Sets or takes a star: shown at once, taken back if it fails. */
  toggleStar: (code: string) => void;
  told: StarTold | null;
  dismissTold: () => void;
}

const OwnAgendaContext = createContext<OwnAgenda | null>(null);

/** One's own agenda and stars; only inside an event's pages. */
export function useOwnAgenda(): OwnAgenda {
  const own = use(OwnAgendaContext);
  if (own === null) throw new Error('There is no event around this');
  return own;
}

/** Only who has an agenda, or presses a star, loads what tells of it. */
const OwnNews = lazy(() => import('./own-news.js').then((part) => ({ default: part.OwnNews })));
const StarNotice = lazy(() => import('./star-notice.js').then((part) => ({ default: part.StarNotice })));

const askEvery = 20_000;
/** Milliseconds after a change of the programme: thousands have the same session in their agendas. */
const lookAfter = 300;
const lookWithin = 1_200;

interface OwnAgendaProviderProps {
  slug: string;
  index: ProgrammeIndex;
  connection: Connection;
  children: ReactNode;
}

/** Holds the agenda of whose registration is open in this browser, and keeps it right. */
export function OwnAgendaProvider({ slug, index, connection, children }: OwnAgendaProviderProps) {
  const isKnown = useKnownHere(slug);
  const { data, error } = useQuery({
    ...agendaQuery(slug),
    enabled: isKnown,
    refetchInterval: connection === 'live' ? false : askEvery,
  });
  const isStrange = isStranger(error);
  const held = isKnown && !isStrange ? data : undefined;
  useEffect(() => {
    if (isStrange) setKnownHere(slug, false);
  }, [slug, isStrange]);
  useFreshAgenda(slug, index, held);

  const { starred, toggleStar, told, dismissTold } = useStars(slug, held);
  const own = useMemo<OwnAgenda>(() => {
    const booked = held?.agenda.items.filter(({ booking }) => booking !== null).map(({ session }) => session) ?? [];
    return { isKnown, held, starred, chosen: new Set([...booked, ...starred]), toggleStar, told, dismissTold };
  }, [isKnown, held, starred, toggleStar, told, dismissTold]);
  return <OwnAgendaContext value={own}>{children}</OwnAgendaContext>;
}

/** What changed in the agenda, above the page; nothing for who has none. */
export function OwnNewsPlace() {
  const { isKnown } = useOwnAgenda();
  return isKnown ? (
    <Suspense fallback={null}>
      <OwnNews />
    </Suspense>
  ) : null;
}

/** What became of a star, at the lower edge. */
export function StarNoticePlace() {
  const { told } = useOwnAgenda();
  const [isWanted, setWanted] = useState(false);
  if (told !== null && !isWanted) setWanted(true);
  return isWanted ? (
    <Suspense fallback={null}>
      <StarNotice />
    </Suspense>
  ) : null;
}

/** Looks at the agenda, and the bookings in it, anew when something in it changed in the programme, until it has it. */
function useFreshAgenda(slug: string, index: ProgrammeIndex, held: HeldAgenda | undefined): void {
  const client = useQueryClient();
  const before = useRef(index);
  /** What the agenda has to be as new as. */
  const wanted = useRef({ epoch: '', seq: 0 });
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    const earlier = before.current;
    before.current = index;
    // What was kept is as new as it gets until there is a connection.
    if (held === undefined || held.isKept) return;
    const { agenda } = held;
    const isConcerned =
      earlier.programme.rooms !== index.programme.rooms ||
      agenda.items.some(({ session }) => earlier.sessions.get(session) !== index.sessions.get(session));
    const { epoch, seq } = index.programme;
    if (isConcerned) wanted.current = { epoch, seq };
    const isBehind = wanted.current.epoch === epoch && (agenda.epoch !== epoch || agenda.seq < wanted.current.seq);
    if (!isBehind || timer.current !== undefined) return;
    timer.current = window.setTimeout(
      () => {
        timer.current = undefined;
        void client.invalidateQueries({ queryKey: agendaKey(slug) });
        // Whether a booking is set aside goes by its session too, and no row of one's own need tell of that.
        void client.invalidateQueries({ queryKey: ownKey(slug) });
      },
      lookAfter + Math.random() * lookWithin,
    );
  }, [client, slug, index, held]);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

function useStars(slug: string, held: HeldAgenda | undefined) {
  const client = useQueryClient();
  const [told, setTold] = useState<StarTold | null>(null);
  /** As pressed, while the server is told. */
  const [pressed, setPressed] = useState<ReadonlyMap<string, boolean>>(new Map());
  const wanted = useRef(new Map<string, boolean>());
  const starred = useMemo(() => {
    const codes = new Set(held?.agenda.stars.map(({ session }) => session));
    for (const [code, isStarred] of pressed) {
      if (isStarred) codes.add(code);
      else codes.delete(code);
    }
    return codes;
  }, [held, pressed]);
  const latest = useRef<ReadonlySet<string>>(starred);
  useEffect(() => {
    latest.current = starred;
  }, [starred]);

  const settle = useCallback(
    async (code: string): Promise<void> => {
      let sent: boolean | undefined;
      try {
        // Pressed again meanwhile: the last word counts.
        while (sent !== wanted.current.get(code)) {
          sent = wanted.current.get(code);
          await (sent === true ? putStar(slug, code) : removeStar(slug, code));
        }
        setTold({ kind: sent === true ? 'starred' : 'unstarred', code });
      } catch (error) {
        if (isStranger(error)) setKnownHere(slug, false);
        setTold(isStranger(error) ? { kind: 'stranger' } : { kind: 'failed', code, error });
      }
      wanted.current.delete(code);
      await client.invalidateQueries({ queryKey: agendaKey(slug) });
      setPressed((known) => {
        if (wanted.current.has(code)) return known;
        const left = new Map(known);
        left.delete(code);
        return left;
      });
    },
    [client, slug],
  );

  const toggleStar = useCallback(
    (code: string): void => {
      if (!isKnownHere(slug)) {
        setTold({ kind: 'stranger' });
        return;
      }
      const isStarred = !(wanted.current.get(code) ?? latest.current.has(code));
      const isRunning = wanted.current.has(code);
      wanted.current.set(code, isStarred);
      setPressed((known) => new Map(known).set(code, isStarred));
      setTold(null);
      if (!isRunning) void settle(code);
    },
    [slug, settle],
  );

  const dismissTold = useCallback(() => setTold(null), []);
  return { starred, toggleStar, told, dismissTold };
}
