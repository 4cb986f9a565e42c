import type { PlacementIssue } from './placement.js';
import { placeModes, type PlaceMode, type Pool } from './places.js';
import type { Instant } from './programme.js';

/** Every way in which a slot may not stand well, in the order in which they are told. */
export const placementIssueKinds = [
  'room',
  'online-room',
  'speaker',
  'speaker-apart',
  'speaker-travel',
  'availability',
  'seats',
  'people',
  'people-travel',
  'day',
] as const satisfies readonly PlacementIssue['kind'][];
export type PlacementIssueKind = (typeof placementIssueKinds)[number];

const day = 24 * 3_600_000;

/** How long before its time a decision is shown as due, and that registration opens. */
export const soonDays = 7;

/** When a mode can be registered for. */
interface Window {
  opensAt: Instant | null;
  closesAt: Instant | null;
}

/** Whether nobody can register for a mode, though the event is not over; null while somebody can. */
export function registrationNeed(
  { opensAt, closesAt }: Window,
  now: Instant,
  eventEndsAt: Instant | null,
): { state: 'opens soon' | 'not open' | 'closed'; at: Instant } | null {
  if (eventEndsAt !== null && now >= eventEndsAt) return null;
  if (closesAt !== null && now >= closesAt) return { state: 'closed', at: closesAt };
  if (opensAt === null || now >= opensAt) return null;
  const isSoon = Date.parse(opensAt) - Date.parse(now) <= soonDays * day;
  return { state: isSoon ? 'opens soon' : 'not open', at: opensAt };
}

/** How many slots stand badly, by what is wrong; what is wrong nowhere is left out. */
export function countIssues(
  issues: ReadonlyMap<string, readonly PlacementIssue[]>,
): { issue: PlacementIssueKind; count: number }[] {
  return placementIssueKinds.flatMap((issue) => {
    const count = [...issues.values()].filter((those) => those.some(({ kind }) => kind === issue)).length;
    return count === 0 ? [] : [{ issue, count }];
  });
}

/** A pool of something that is still ahead. */
export interface PoolAhead extends Pool {
  scope: 'event' | 'day' | 'session' | 'seat';
  key: string;
  mode: PlaceMode;
}

export interface AttentionFacts {
  now: Instant;
  /** When the last day is over; null without days. */
  eventEndsAt: Instant | null;
  windows: Readonly<Record<PlaceMode, Window>>;
  /** Add-ons of which nobody has decided yet whether they take place. */
  undecided: readonly { session: string; decideBy: Instant }[];
  pools: readonly PoolAhead[];
  issues: ReadonlyMap<string, readonly PlacementIssue[]>;
  /** Changes of the draft that are not published. */
  unreleased: number;
  mail: { refused: number; 'given-up': number };
}

/** What needs an organiser. */
export type Need =
  | { kind: 'decision'; session: string; decideBy: Instant }
  /** Somebody waits though places are free. */
  | { kind: 'free'; scope: PoolAhead['scope']; key: string; mode: PlaceMode; free: number | null; waiting: number }
  | { kind: 'registration'; mode: PlaceMode; state: 'opens soon' | 'not open' | 'closed'; at: Instant }
  | { kind: 'mail'; state: 'refused' | 'given-up'; count: number }
  | { kind: 'clashes'; issue: PlacementIssueKind; count: number }
  | { kind: 'unreleased'; count: number };

/** What needs an organiser, the most pressing first: what time decides, then who waits, then what can be put right. */
export function whatNeedsAttention(facts: AttentionFacts): Need[] {
  const { now, eventEndsAt, windows, undecided, pools, issues, unreleased, mail } = facts;
  const soon = new Date(Date.parse(now) + soonDays * day).toISOString();
  return [
    ...undecided
      .filter(({ decideBy }) => decideBy <= soon)
      .toSorted((a, b) => (a.decideBy < b.decideBy ? -1 : a.decideBy > b.decideBy ? 1 : 0))
      .map((one) => ({ kind: 'decision' as const, ...one })),
    ...pools.flatMap(({ scope, key, mode, capacity, taken, waiting }): Need[] => {
      const free = capacity === null ? null : capacity - taken;
      return waiting > 0 && (free === null || free > 0) ? [{ kind: 'free', scope, key, mode, free, waiting }] : [];
    }),
    ...placeModes.flatMap((mode): Need[] => {
      const need = registrationNeed(windows[mode], now, eventEndsAt);
      return need === null ? [] : [{ kind: 'registration', mode, ...need }];
    }),
    ...(['refused', 'given-up'] as const).flatMap((state): Need[] =>
      mail[state] === 0 ? [] : [{ kind: 'mail', state, count: mail[state] }],
    ),
    ...countIssues(issues).map((one) => ({ kind: 'clashes' as const, ...one })),
    ...(unreleased === 0 ? [] : [{ kind: 'unreleased' as const, count: unreleased }]),
  ];
}
