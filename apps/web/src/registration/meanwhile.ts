import type { Counts } from '@kopa/contracts';
import { dayPlaceOf, type CalendarDate } from '@kopa/domain';
import type { Draft } from './draft.js';
import { leftOnDay } from './left-places.js';

/** How one takes part in a day while one waits for a place in person. */
export const meanwhileModes = ['online', 'absent'] as const;
export type Meanwhile = (typeof meanwhileModes)[number];

export const meanwhileOf = ({ meanwhile }: Pick<Draft, 'meanwhile'>, date: CalendarDate): Meanwhile =>
  meanwhile[date] ?? 'online';

/** Whether somebody of a draft would wait for a place in person on a day, by the places left now. */
export function mayWaitOn(
  { days, people }: Pick<Draft, 'days' | 'people'>,
  date: CalendarDate,
  counts: Counts | undefined,
): boolean {
  if (dayPlaceOf(days[date] ?? 'absent') !== 'in-person') return false;
  const left = leftOnDay(counts, date, 'in-person');
  return left !== null && left !== undefined && left < people.length + 1;
}
