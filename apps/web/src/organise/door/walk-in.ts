import type { Counts, DoorWalkInInput } from '@kopa/contracts';
import { bookableModes, isAhead, sessionDate, type CalendarDate, type Programme, type Session } from '@kopa/domain';

/** What stands in the form of somebody who is not registered. */
export interface WalkInForm {
  name: string;
  email: string;
  organisation: string;
  telephone: string;
  mode: 'in-person' | 'both' | 'online';
  /** Codes of the sessions, and whether with a seat in the coach. */
  sessions: Readonly<Record<string, { seat: boolean }>>;
  overBecause: string;
}

export const emptyWalkIn: WalkInForm = {
  name: '',
  email: '',
  organisation: '',
  telephone: '',
  mode: 'in-person',
  sessions: {},
  overBecause: '',
};

/** What can be joined at the door of a day: what is booked in person, and not over. By when it begins. */
export function joinable(programme: Programme, day: CalendarDate, now: string): Session[] {
  return programme.sessions
    .filter(
      (session) =>
        bookableModes(session.mode).includes('in-person') &&
        (session.addOn !== null || session.capacity['in-person'] !== null) &&
        sessionDate(programme, session) === day &&
        isAhead(session, now),
    )
    .sort((a, b) => ((a.slots[0]?.startsAt ?? '') < (b.slots[0]?.startsAt ?? '') ? -1 : 1));
}

/** Places left in person: null where they are not limited, undefined while nothing is known. */
export function leftIn(counts: Counts | undefined, code: string): number | null | undefined {
  return counts === undefined ? undefined : (counts.sessions[code]?.['in-person'] ?? null);
}

/** Seats left in the coach of a session; undefined where there is none, or nothing is known. */
export const seatsIn = (counts: Counts | undefined, code: string): number | undefined => counts?.seats[code];

export function isDayFull(counts: Counts | undefined, day: CalendarDate): boolean {
  return [counts?.days[day]?.['in-person'], counts?.event['in-person']].includes(0);
}

/** Whether what is chosen takes a place over the capacity, as far as is known here. */
export function takesReason({ mode, sessions }: WalkInForm, counts: Counts | undefined, day: CalendarDate): boolean {
  if (mode === 'online') return false;
  return isDayFull(counts, day) || Object.keys(sessions).some((code) => leftIn(counts, code) === 0);
}

export type WalkInField = 'name' | 'email' | 'telephone' | 'overBecause';

/** What is missing, in the order of the form. */
export function walkInFaults(form: WalkInForm, needsReason: boolean): WalkInField[] {
  const hasSeat = form.mode !== 'online' && Object.values(form.sessions).some(({ seat }) => seat);
  const email = form.email.trim();
  return [
    ...(form.name.trim() === '' ? (['name'] as const) : []),
    ...(email !== '' && !/^\S+@\S+\.\S+$/.test(email) ? (['email'] as const) : []),
    ...(hasSeat && !/^\+?[0-9][0-9 ()/.-]{3,}$/.test(form.telephone.trim()) ? (['telephone'] as const) : []),
    ...(needsReason && form.overBecause.trim() === '' ? (['overBecause'] as const) : []),
  ];
}

/** What is sent of a form. */
export function walkInOrder(
  form: WalkInForm,
  { day, at, locale }: { day: CalendarDate; at: string; locale: string },
): DoorWalkInInput {
  const { name, email, organisation, telephone, mode, sessions, overBecause } = form;
  return {
    name: name.trim(),
    email: email.trim(),
    organisation: organisation.trim(),
    telephone: telephone.trim(),
    locale,
    day,
    mode,
    bookings:
      mode === 'online'
        ? []
        : Object.entries(sessions).map(([session, { seat }]) => ({ session, mode: 'in-person', seat })),
    overBecause: overBecause.trim(),
    at,
  };
}

/** The form of an order that was not taken, so that it can be put right. Seats that were refused are let go of. */
export function formOf(order: DoorWalkInInput, withoutSeats: readonly string[] = []): WalkInForm {
  return {
    ...emptyWalkIn,
    name: order.name,
    email: order.email ?? '',
    organisation: order.organisation ?? '',
    telephone: order.telephone ?? '',
    mode: order.mode ?? 'in-person',
    sessions: Object.fromEntries(
      (order.bookings ?? []).map(({ session, seat = true }) => [
        session,
        { seat: seat && !withoutSeats.includes(session) },
      ]),
    ),
    overBecause: order.overBecause ?? '',
  };
}
