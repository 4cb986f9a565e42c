import { conflictName, type AgendaConflict, type AgendaItem, type Agendas, type OwnChoices } from './agenda.js';
import { alterationsOf, asTold, isAltered, type Alteration, type SessionFactsTold } from './alterations.js';
import type { Instant, Session, Texts } from './programme.js';

const minute = 60_000;

/** Mail that comes later than this before the start is of no use. */
export const mailedFromMinutes = 15;

/** A session that is not any more what somebody was told of it. */
export interface Difference {
  session: string;
  told: SessionFactsTold;
  /** Names of conflicts that came of it and that they were told of. */
  conflicts: readonly string[];
}

/** A session as it is published now; null where a release took it away. */
export type SessionNow = {
  session: Session;
  facts: SessionFactsTold;
  /** Of a whole day: codes of the sessions that were switched with it, whose modes and rooms it tells too. */
  covers?: ReadonlySet<string>;
} | null;

/** What one person is to hear. */
export interface AgendaNews {
  /** Their agenda as it stands. */
  items: AgendaItem[];
  changes: { session: string; title: Texts; alterations: Alteration[]; reason: Texts | null }[];
  /** Conflicts that came of it. */
  conflicts: AgendaConflict[];
  /** Whether there is time for a mail: something of it starts later than in a quarter of an hour. */
  isMailed: boolean;
  /** Sessions of which they know now how they stand: nothing is kept of them. */
  settled: string[];
  /** Sessions whose difference is too little to be told, with the conflicts that were. */
  kept: { session: string; conflicts: string[] }[];
}

/**
 * What somebody is told of sessions that differ from what they know. A difference that went away by itself is forgotten;
 * one too little to be told is kept, so that small ones add up; a conflict is told once.
 */
export function newsOf(
  rules: Agendas,
  own: OwnChoices,
  differences: readonly Difference[],
  sessionNow: (code: string) => SessionNow,
  at: Instant,
): AgendaNews {
  const looked = differences.map((difference) => ({ ...difference, now: sessionNow(difference.session) }));
  const over = looked.filter(({ told, now }) => isOver(told, at) && (now === null || isOver(now.facts, at)));
  const open = looked.filter((one) => !over.includes(one) && (one.now === null || isAltered(one.told, one.now.facts)));
  const before = new Map(
    open.flatMap(({ session, told, now }) => (now === null ? [] : [[session, asTold(now.session, told)] as const])),
  );
  // What has arisen has to do with what is different.
  const concerning = new Set(open.map(({ session }) => session));
  const items = rules.itemsOf(own);
  const itemsBefore = rules.itemsWith(items, own, before);
  const arisen = conflictsArisen(rules, itemsBefore, items, concerning);
  const known = new Set(open.flatMap(({ conflicts }) => conflicts));
  const conflicts = arisen.filter((conflict) => !known.has(conflictName(conflict)));

  const changed = open.flatMap(({ session, told, now }) => {
    const isOnline = isOnlineAnyway([...itemsBefore, ...items].filter((item) => item.session === session));
    const alterations = alterationsOf(told, now?.facts ?? null).filter(
      ({ kind }) => !isOnline || (kind !== 'room' && kind !== 'mode'),
    );
    if (alterations.length === 0) return [];
    return [{ session, title: now?.facts.title ?? told.title, alterations, reason: reasonOf(now) }];
  });
  const told = new Set(changed.map(({ session }) => session));
  // That a day is online says of its sessions what each of them would: nobody reads it twenty times.
  const covered = new Set(
    open.flatMap(({ session, now }) => (told.has(session) && now?.covers !== undefined ? [...now.covers] : [])),
  );
  const changes = changed.filter(
    ({ session, alterations }) => !covered.has(session) || !alterations.every(({ kind }) => ofMode.has(kind)),
  );
  const kept = open
    .filter(({ session }) => !told.has(session))
    .map(({ session, conflicts: named }) => {
      const own = conflicts.filter(({ sessions }) => (sessions as string[]).includes(session)).map(conflictName);
      return { session, conflicts: [...new Set([...named, ...own])] };
    });
  const concerned = new Set([...told, ...conflicts.flatMap(({ sessions }) => sessions)]);
  const soon = new Date(Date.parse(at) + mailedFromMinutes * minute).toISOString();
  return {
    items,
    changes,
    conflicts,
    isMailed: open.some(
      ({ session, told: was, now }) =>
        concerned.has(session) && (now?.facts ?? was).slots.some(({ startsAt }) => startsAt > soon),
    ),
    settled: looked.map(({ session }) => session).filter((session) => !kept.some((one) => one.session === session)),
    kept,
  };
}

/**
 * The conflicts that a change makes in an agenda, from its items before and after. "You can join from the bus" is no bad
 * news.
 * @param concerning the sessions that change
 */
export function conflictsArisen(
  rules: Agendas,
  before: readonly AgendaItem[],
  after: readonly AgendaItem[],
  concerning: ReadonlySet<string>,
): AgendaConflict[] {
  const had = new Set(rules.conflictsOf(before, concerning).map(conflictName));
  return rules
    .conflictsOf(after, concerning)
    .filter((conflict) => !had.has(conflictName(conflict)) && !isGood(conflict));
}

/** Who follows online, before and after, does not go by the room that others go to. */
const isOnlineAnyway = (items: readonly AgendaItem[]): boolean =>
  items.length > 0 && items.every(({ mode }) => mode === 'online');

const ofMode: ReadonlySet<Alteration['kind']> = new Set(['mode', 'room', 'online-room']);

const isGood = (conflict: AgendaConflict): boolean => conflict.kind !== 'mode' && conflict.isOnTheWay;

const isOver = ({ slots }: SessionFactsTold, at: Instant): boolean => slots.every(({ endsAt }) => endsAt <= at);

/** Why it changed, as said with the newest change of its slots. */
function reasonOf(now: SessionNow): Texts | null {
  const slots = (now?.session.slots ?? []).toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
  return slots.find(({ reason }) => reason !== null)?.reason ?? null;
}
