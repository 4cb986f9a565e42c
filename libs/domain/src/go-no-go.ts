import type { Instant } from './programme.js';

export const goDecisions = ['go', 'no-go'] as const;
export type GoDecision = (typeof goDecisions)[number];

/** An add-on that needs a minimum number, as it stands. */
export interface Undecided {
  /** When the host decides. */
  decideBy: Instant;
  /** When people meet. */
  startsAt: Instant;
  minimumNumber: number;
  confirmed: number;
  /** How often the host was reminded. */
  reminders: number;
  withoutAnswer: GoDecision;
}

const minute = 60_000;
const patience = 120 * minute;

/**
 * What is due of an add-on that nobody has decided on. With enough people it takes place. Else the host is reminded when
 * the time has come, once more after two hours, and after another two what was set for this case holds; each step
 * sooner where people meet before that, so that those who come hear of it half of the time before.
 */
export function goNoGoStep(
  { decideBy, startsAt, minimumNumber, confirmed, reminders, withoutAnswer }: Undecided,
  now: Instant,
): 'wait' | 'remind' | GoDecision {
  const at = Date.parse(now);
  const from = Date.parse(decideBy);
  if (at < from) return 'wait';
  if (confirmed >= minimumNumber) return 'go';
  if (reminders === 0) return 'remind';
  const step = Math.min(patience, Math.max(0, (Date.parse(startsAt) - from) / 4));
  if (at < from + step) return 'wait';
  if (reminders === 1) return 'remind';
  return at < from + 2 * step ? 'wait' : withoutAnswer;
}
