import type { RegistrationRules } from '@kopa/contracts';
import type { PlaceMode, Programme } from '@kopa/domain';

/** What a registration is filled in by: what is held, and how the organisers let people register. */
export interface Terms {
  programme: Programme;
  rules: RegistrationRules;
  /** The sessions to which a coach goes. */
  coaches: readonly string[];
}

/** A mode that cannot be chosen now: it opens later, or closed. */
export interface Shut {
  key: 'opens' | 'closed';
  mode: PlaceMode;
  at: string;
}

/** Why a mode cannot be chosen at `now` (milliseconds since 1970); null when it can. */
export function shutAt(rules: RegistrationRules, mode: PlaceMode, now: number): Shut | null {
  const { opensAt, closesAt } = rules[mode];
  if (opensAt !== null && now < Date.parse(opensAt)) return { key: 'opens', mode, at: opensAt };
  if (closesAt !== null && now >= Date.parse(closesAt)) return { key: 'closed', mode, at: closesAt };
  return null;
}
