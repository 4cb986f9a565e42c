import { queryOptions } from '@tanstack/react-query';
import type { CoachList, DoorPerson } from '@kopa/contracts';
import { drop, keepUntil, readKept } from '../../programme/kept.js';
import { Refused } from '../../shell/call.js';
import { fetchCoach, fetchDoorPeople, fetchTicketKey } from './remote.js';

/** A list as this browser holds it, and when the server gave it (milliseconds since 1970). */
export interface HeldList<T> {
  list: T;
  at: number;
  /** Whether it is what was kept for times without a connection. */
  isKept: boolean;
}

/** From the server, else as it was kept, unless it is time that it went. What the server refuses is kept no longer. */
async function heldOr<T>(key: string, fetched: () => Promise<T>, until: (list: T) => string): Promise<HeldList<T>> {
  try {
    const list = await fetched();
    const held = { list, at: Date.now() };
    await keepUntil(key, held, Date.parse(until(list)));
    return { ...held, isKept: false };
  } catch (error) {
    const isAnswer = error instanceof Refused && error.status < 500 && error.status !== 429;
    if (isAnswer) await drop(key);
    const kept = isAnswer ? undefined : await readKept<{ value: Omit<HeldList<T>, 'isKept'>; until: number }>(key);
    if (kept === undefined || kept.until <= Date.now()) throw error;
    return { ...kept.value, isKept: true };
  }
}

const often = { refetchInterval: 15_000, refetchOnMount: 'always', refetchOnReconnect: 'always' } as const;

export const doorKey = (slug: string, day: string): readonly string[] => ['door', slug, day];

export function doorQuery(slug: string, day: string) {
  return queryOptions({
    queryKey: doorKey(slug, day),
    queryFn: (): Promise<HeldList<{ people: DoorPerson[]; keepUntil: string }>> =>
      heldOr(
        `personal:door:${slug}:${day}`,
        () => fetchDoorPeople(slug, day),
        (list) => list.keepUntil,
      ),
    ...often,
  });
}

export const coachKey = (slug: string, session: string): readonly string[] => ['coach', slug, session];

export function coachQuery(slug: string, session: string) {
  return queryOptions({
    queryKey: coachKey(slug, session),
    queryFn: (): Promise<HeldList<CoachList>> =>
      heldOr(
        `personal:coach:${slug}:${session}`,
        () => fetchCoach(slug, session),
        (list) => list.keepUntil,
      ),
    ...often,
  });
}

/** The key by which tickets are told: no secret, and the same for years. */
export function ticketKeyQuery(slug: string) {
  return queryOptions({
    queryKey: ['ticket-key', slug],
    queryFn: () =>
      heldOr(
        `ticket-key:${slug}`,
        () => fetchTicketKey(slug),
        () => '9999-01-01T00:00:00Z',
      ),
    refetchOnReconnect: 'always',
  });
}
