import type { Instant, Item } from './programme.js';

/** When the contribution of one place in a session's list has its turn. Half-open. */
export interface Turn {
  /** Its place in the list, from 0. */
  item: number;
  startsAt: Instant;
  endsAt: Instant;
}

const minute = 60_000;

/**
 * When each contribution of a session has its turn in a slot: one after the other from the slot's start as it is now, so
 * turns follow what is changed live. Those of which no length is said (0 minutes) share what the others leave, in whole
 * minutes; nothing lasts beyond the slot's end.
 */
export function turnsOf(items: readonly Item[], slot: { startsAt: Instant; endsAt: Instant }): Turn[] {
  const [start, end] = [Date.parse(slot.startsAt), Date.parse(slot.endsAt)];
  const said = items.reduce((sum, { minutes }) => sum + minutes, 0);
  const open = items.filter(({ minutes }) => minutes === 0).length;
  const share = open === 0 ? 0 : Math.floor(Math.max(0, (end - start) / minute - said) / open);
  let at = start;
  return items.map(({ minutes }, item) => {
    const from = at;
    at = Math.min(end, from + (minutes === 0 ? share : minutes) * minute);
    return { item, startsAt: new Date(from).toISOString(), endsAt: new Date(at).toISOString() };
  });
}
