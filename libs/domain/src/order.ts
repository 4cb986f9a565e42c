import type { CalendarDate, Instant } from './programme.js';

/** Code point order: the same on every machine, whatever its language. For people, sort with `Intl.Collator`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id);

export const byPosition = (a: { position: number; id: string }, b: { position: number; id: string }): number =>
  a.position - b.position || byId(a, b);

export const byDate = (a: { date: CalendarDate }, b: { date: CalendarDate }): number => compareText(a.date, b.date);

export const byCode = (a: { code: string }, b: { code: string }): number => compareText(a.code, b.code);

/** Published slots by the plan, so that a live change never alters their order. */
export const byPlannedStart = (
  a: { plannedStartsAt: Instant; id: string },
  b: { plannedStartsAt: Instant; id: string },
): number => compareText(a.plannedStartsAt, b.plannedStartsAt) || byId(a, b);

export const byStart = (a: { startsAt: Instant; id: string }, b: { startsAt: Instant; id: string }): number =>
  compareText(a.startsAt, b.startsAt) || byId(a, b);
