import type { AgendaEntry } from '@kopa/contracts';

/** Where somebody is in their agenda. */
export interface NowAndNext {
  now: AgendaEntry[];
  /** What the way there, or back, is under way of. */
  travel: { item: AgendaEntry; direction: 'there' | 'back' } | null;
  next: AgendaEntry | null;
}

/** What takes somebody's time: not what is cancelled, waited for, or said to be followed in no way. */
export const isHad = ({ isCancelled, status, mode }: AgendaEntry): boolean =>
  !isCancelled && status !== 'waitlisted' && mode !== null;

/** What is on for somebody at a moment, and what comes next: by when they have to be there. */
export function nowAndNextOf(
  items: readonly AgendaEntry[],
  isEnded: (item: AgendaEntry) => boolean,
  at: string,
): NowAndNext {
  const had = items.filter((item) => isHad(item) && !isEnded(item));
  const now = had.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  const there = had.find(({ leavesAt, startsAt }) => leavesAt < startsAt && leavesAt <= at && at < startsAt);
  const back = had.find(({ endsAt, returnsAt }) => endsAt <= at && at < returnsAt);
  const next = had
    .filter((item) => item.startsAt > at && item !== there)
    .reduce<AgendaEntry | null>(
      (soonest, item) => (soonest !== null && soonest.dueAt <= item.dueAt ? soonest : item),
      null,
    );
  const travel =
    there !== undefined
      ? ({ item: there, direction: 'there' } as const)
      : back !== undefined
        ? ({ item: back, direction: 'back' } as const)
        : null;
  return { now, travel, next };
}
