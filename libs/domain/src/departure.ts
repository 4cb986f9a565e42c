import type { AddOn, Instant, PublishedAddOn, Session } from './programme.js';

/** When departures that are held leave now, by the id of their session. */
export type HeldDepartures = ReadonlyMap<string, Instant>;

export type HoldRefusal = 'departure.none' | 'departure.pastReturn' | 'change.nothing';

const minute = 60_000;

/** An add-on as published: planned as released, held until `heldUntil`, which never makes a departure earlier. */
export function publishedAddOn(addOn: AddOn, heldUntil?: Instant): PublishedAddOn {
  const { departAt } = addOn;
  const isHeld = departAt !== null && heldUntil !== undefined && heldUntil > departAt;
  return { ...addOn, departAt: isHeld ? heldUntil : departAt, plannedDepartAt: departAt };
}

/** By how many minutes a departure is held; 0 when it leaves as planned or there is none. */
export function heldMinutes({ departAt, plannedDepartAt }: PublishedAddOn): number {
  return departAt === null ? 0 : Math.round((Date.parse(departAt) - Date.parse(plannedDepartAt ?? departAt)) / minute);
}

/** The departures among these sessions that are held. */
export function heldDepartures(sessions: readonly Pick<Session, 'id' | 'addOn'>[]): Map<string, Instant> {
  return new Map(
    sessions.flatMap(({ id, addOn }) =>
      addOn === null || addOn.departAt === null || addOn.departAt === addOn.plannedDepartAt
        ? []
        : [[id, addOn.departAt] as const],
    ),
  );
}

/**
 * The logistics after the departure is held by so many minutes more; negative takes a hold back, as far as the plan.
 * Nothing else of the journey moves. Refused when nothing departs, when it would leave after it is due back, and when
 * it would leave when it leaves now.
 */
export function holdDeparture(addOn: PublishedAddOn | null, minutes: number): PublishedAddOn | HoldRefusal {
  if (addOn === null || addOn.departAt === null) return 'departure.none';
  const wanted = new Date(Date.parse(addOn.departAt) + minutes * minute).toISOString();
  const { plannedDepartAt } = addOn;
  const departAt = plannedDepartAt !== null && wanted < plannedDepartAt ? plannedDepartAt : wanted;
  if (departAt === addOn.departAt) return 'change.nothing';
  if (minutes > 0 && addOn.returnAt !== null && departAt > addOn.returnAt) return 'departure.pastReturn';
  return { ...addOn, departAt };
}
