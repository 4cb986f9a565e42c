import type { CoachList, CoachPerson } from '@kopa/contracts';
import { replacesMark, type MarkState } from '@kopa/domain';
import type { Waiting } from './waiting.js';

/** In which part of a guide's list somebody stands. */
export type CoachPart = 'goes' | 'there' | 'own' | 'waits' | 'gone';

export const coachParts: readonly CoachPart[] = ['goes', 'there', 'own', 'waits', 'gone'];

export function partOf({ booking, seat }: CoachPerson, hasCoach: boolean): CoachPart {
  if (booking === 'cancelled') return 'gone';
  if (booking !== 'confirmed') return 'waits';
  if (!hasCoach) return 'there';
  if (seat === 'confirmed') return 'goes';
  return seat === null || seat === 'cancelled' ? 'own' : 'waits';
}

/** The list with what was marked here and has not been sent: of each person the later saying holds. */
export function withWaiting(list: CoachList, waiting: readonly Waiting[]): (CoachPerson & { isWaiting: boolean })[] {
  const told = new Map<string, { state: MarkState; at: string }>();
  for (const { what, at, refused } of waiting)
    if (what.kind === 'boarding' && what.session === list.session && refused === null) {
      const before = told.get(what.code) ?? null;
      if (replacesMark(before, { at })) told.set(what.code, { state: what.state, at });
    }
  return list.people.map((person) => {
    const mark = told.get(person.code);
    const held = person.at === null ? null : { at: person.at };
    if (mark === undefined || !replacesMark(held, mark)) return { ...person, isWaiting: false };
    const presentAt = mark.state === 'present' ? (person.presentAt ?? mark.at) : null;
    return { ...person, ...mark, presentAt, isWaiting: true };
  });
}
