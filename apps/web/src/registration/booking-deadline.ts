import type { RegistrationRules } from '@kopa/contracts';
import type { PlaceMode } from '@kopa/domain';

/** Until when places of a session can be booked, changed and passed on; null: as long as it is ahead. */
export function bookableUntil(rules: RegistrationRules | undefined, session: string, mode: PlaceMode): string | null {
  return mode === 'in-person' ? (rules?.sessions[session]?.bookUntil ?? null) : null;
}

/** That time, once `now` (milliseconds since 1970) is past it. */
export function closedSince(
  rules: RegistrationRules | undefined,
  session: string,
  mode: PlaceMode,
  now: number,
): string | null {
  const until = bookableUntil(rules, session, mode);
  return until !== null && now >= Date.parse(until) ? until : null;
}
