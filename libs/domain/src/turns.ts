import type { Instant, Session, Slot, Turn } from './programme.js';

export interface ItemTime {
  index: number;
  startsAt: Instant;
  endsAt: Instant;
}

export type TurnRefusal = 'turn.none' | 'turn.unknown' | 'change.nothing';

const minute = 60_000;

/** A slot as far as turns in it go; without its end, items of which no length is said take no time. */
type TurnsIn = Pick<Slot, 'startsAt' | 'turn'> & { endsAt?: Instant };

/**
 * About when each item of a session has its turn, one after another from the slot's actual start, and from when an item
 * was started by hand on, from then. Those of which no length is said (0 minutes) share what the others leave, in whole
 * minutes.
 */
export function itemTimes(slot: TurnsIn, items: Session['items']): ItemTime[] {
  let from = Date.parse(slot.startsAt);
  const said = items.reduce((sum, { minutes }) => sum + minutes, 0);
  const open = items.filter(({ minutes }) => minutes === 0).length;
  const left = slot.endsAt === undefined ? 0 : Math.max(0, (Date.parse(slot.endsAt) - from) / minute - said);
  const share = open === 0 ? 0 : Math.floor(left / open);
  return items.map(({ minutes }, index) => {
    if (slot.turn?.item === index) from = Date.parse(slot.turn.startedAt);
    const startsAt = new Date(from).toISOString();
    from += (minutes === 0 ? share : minutes) * minute;
    return { index, startsAt, endsAt: new Date(from).toISOString() };
  });
}

/** The item whose turn it is at an instant by the clock; null before the first and after the last. */
export function itemOn(times: readonly ItemTime[], at: Instant): ItemTime | null {
  return times.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt) ?? null;
}

export interface Turns {
  now: ItemTime | null;
  next: ItemTime | null;
}

/**
 * Whose turn it is at an instant and who follows: as it was said on the day, however long it takes, else by the clock. A
 * turn of an item that a release took away counts for nothing.
 */
export function turnsAt(slot: TurnsIn, items: Session['items'], at: Instant): Turns {
  const times = itemTimes(slot, items);
  const now = (slot.turn && times[slot.turn.item]) ?? itemOn(times, at);
  return { now, next: now === null ? null : (times[now.index + 1] ?? null) };
}

/**
 * The turn that begins now; null when turns go by the clock again.
 * @param item its position; undefined for the one after that whose turn it is
 */
export function nextTurn(
  slot: TurnsIn,
  items: Session['items'],
  item: number | null | undefined,
  at: Instant,
): Turn | null | TurnRefusal {
  if (items.length < 2) return 'turn.none';
  if (item === null) return slot.turn === undefined ? 'change.nothing' : null;
  const wanted = item ?? turnsAt(slot, items, at).next?.index;
  if (wanted === undefined || items[wanted] === undefined) return 'turn.unknown';
  return slot.turn?.item === wanted ? 'change.nothing' : { item: wanted, startedAt: at };
}
