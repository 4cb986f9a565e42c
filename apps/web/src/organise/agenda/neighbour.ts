import type { GridSlot } from './columns.js';
import type { GridWorld, Load } from './grid-world.js';

/** The card next to another one by an arrow: before or after it in its column, or nearest in time in the one beside. */
export function neighbour(
  { columns, slots }: Pick<GridWorld, 'columns'> & { slots: ReadonlyMap<string, readonly GridSlot[]> },
  { slot, from }: Load,
  key: string,
): (GridSlot & { column: string }) | null {
  const index = columns.findIndex(({ id }) => id === from?.id);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const column = columns[index]?.id ?? '';
    const list = slots.get(column) ?? [];
    const next = list[list.findIndex((one) => one.slot.id === slot.id) + (key === 'ArrowDown' ? 1 : -1)];
    return next === undefined ? null : { ...next, column };
  }
  const step = key === 'ArrowRight' ? 1 : -1;
  for (let at = index + step; at >= 0 && at < columns.length; at += step) {
    const column = columns[at]?.id ?? '';
    const list = slots.get(column) ?? [];
    const away = (one: GridSlot): number => Math.abs(Date.parse(one.slot.startsAt) - Date.parse(slot.startsAt));
    const [first, ...more] = list;
    if (first === undefined) continue;
    return { ...more.reduce((best, one) => (away(one) < away(best) ? one : best), first), column };
  }
  return null;
}
