import type { RegistrationRules } from '@kopa/contracts';
import type { PlaceMode, Programme } from '@kopa/domain';

/** What a registration is filled in by: what is held, and how the organisers let people register. */
export interface Terms {
  programme: Programme;
  rules: RegistrationRules;
  /** The sessions to which a coach goes. */
  coaches: readonly string[];
}

/** A mode that cannot be chosen now: it opens later, closed, or takes an invitation. */
export interface Shut {
  key: 'opens' | 'closed' | 'byInvitation';
  mode: PlaceMode;
  at: string | null;
}

/** Why a mode cannot be chosen at `now` (milliseconds since 1970); null when it can. A code opens all of them. */
export function shutAt(
  rules: RegistrationRules,
  mode: PlaceMode,
  { now, invitation }: { now: number; invitation: string },
): Shut | null {
  const { opensAt, closesAt, byInvitation } = rules[mode];
  if (invitation.trim() !== '') return null;
  if (byInvitation) return { key: 'byInvitation', mode, at: null };
  if (opensAt !== null && now < Date.parse(opensAt)) return { key: 'opens', mode, at: opensAt };
  if (closesAt !== null && now >= Date.parse(closesAt)) return { key: 'closed', mode, at: closesAt };
  return null;
}
