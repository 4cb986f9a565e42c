import { promotable, type Pool } from './places.js';

/** For how long a place that was given by hand can be taken back as if nothing had been: so long nobody is written to. */
export const outOfTurnUndoSeconds = 30;

/**
 * What giving somebody who waits a place by hand comes to, whoever is before them: a free place, or one over the capacity
 * if that is asked for. Those who are skipped keep their numbers. It takes a reason, since others answer for it to who
 * waits longer; in a coach there are as many seats as there are; and a place that hangs on another one, as of a day,
 * comes after it.
 */
export function giveOutOfTurn(
  scope: 'event' | 'day' | 'session' | 'seat',
  { capacity, taken }: Pool,
  { isEligible }: { isEligible: boolean },
  { reason, isOver }: { reason: string; isOver: boolean },
): 'given' | 'given over' | 'reason missing' | 'places full' | 'no seat' | 'depends' {
  if (reason.trim() === '') return 'reason missing';
  if (!isEligible) return 'depends';
  if (capacity === null || taken < capacity) return 'given';
  if (scope === 'seat') return 'no seat';
  return isOver ? 'given over' : 'places full';
}

/**
 * What taking back an offer comes to: its owner waits on with the number that they had, unless that makes a place free,
 * which would be theirs again at once: then the capacity is lowered first, or they leave the waitlist. The offer to who
 * claimed last is taken back first, so that nobody waits behind an offer to somebody who came later.
 */
export function withdrawOffer(
  { capacity, taken }: Pick<Pool, 'capacity' | 'taken'>,
  { isLast }: { isLast: boolean },
): 'waits' | 'theirs again' | 'not the last' {
  if (capacity === null || taken <= capacity) return 'theirs again';
  return isLast ? 'waits' : 'not the last';
}

/** How a free place goes to who is next, as `promotionNow` says, or not at all: what is over or cancelled. */
export type PromotionHow = 'automatic' | 'offer' | 'short notice' | 'nobody';

/** How many of those who wait another capacity serves at once, and how: what a page shows before it is set. */
export function foreseeCapacity(
  pool: Pool,
  capacity: number | null,
  how: PromotionHow,
  waitAtShortNotice: number,
): number {
  if (how === 'nobody') return 0;
  const served = promotable({ ...pool, capacity });
  return how === 'short notice' ? Math.min(served, waitAtShortNotice) : served;
}
