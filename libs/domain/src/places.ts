import type { AddOn, CalendarDate, EventFacts, Instant, Mode, Slot } from './programme.js';
import { dayOf } from './zone.js';

/** How a person takes part in a day. `both` is in person, with what runs online beside it. */
export const attendanceModes = ['in-person', 'online', 'both', 'absent'] as const;
export type AttendanceMode = (typeof attendanceModes)[number];

/** A pool holds places of one mode. */
export const placeModes = ['in-person', 'online'] as const;
export type PlaceMode = (typeof placeModes)[number];

/** `offered` holds a place until it is accepted, declined or expires; `cancelled` is final. */
export const placeStatuses = ['confirmed', 'waitlisted', 'offered', 'cancelled'] as const;
export type PlaceStatus = (typeof placeStatuses)[number];

/** The place of a day that taking part in a mode takes; null takes none. */
export function dayPlaceOf(mode: AttendanceMode): PlaceMode | null {
  switch (mode) {
    case 'in-person':
    case 'both':
      return 'in-person';
    case 'online':
      return 'online';
    case 'absent':
      return null;
  }
}

/** Day of a session: that of its first slot; null when it has none. */
export function sessionDate(
  { event }: { event: Pick<EventFacts, 'zone' | 'dayChangeHour'> },
  { slots }: { slots: readonly Pick<Slot, 'startsAt'>[] },
): CalendarDate | null {
  const first = slots.map(({ startsAt }) => startsAt).sort()[0];
  return first === undefined ? null : dayOf(first, event.zone, event.dayChangeHour);
}

/** Whether a session can still be taken part in: a slot of it is neither cancelled nor over. */
export function isAhead({ slots }: { slots: readonly Pick<Slot, 'endsAt' | 'status'>[] }, now: Instant): boolean {
  return slots.some(({ status, endsAt }) => status !== 'cancelled' && status !== 'ended' && endsAt > now);
}

/** The modes in which places of a session can be booked. */
export function bookableModes(mode: Mode | null): PlaceMode[] {
  return mode === null ? [] : mode === 'hybrid' ? [...placeModes] : [mode];
}

/**
 * What holds for one person and one slot: a one-mode slot's own mode; in a hybrid one what the booking or star says; the
 * day's mode is only the default. Null: the person takes no part, or the slot has no room yet.
 */
export function effectiveMode(slot: Mode | null, chosen: PlaceMode | null, day: AttendanceMode): PlaceMode | null {
  if (slot === null) return null;
  if (slot !== 'hybrid') return slot;
  return chosen ?? dayPlaceOf(day);
}

export interface Pool {
  /** null: not limited. */
  capacity: number | null;
  /** Confirmed and offered. */
  taken: number;
  /** Waitlisted ones that could take a place. */
  waiting: number;
}

/** What a newcomer gets: while anyone waits, they queue behind. */
export function admit({ capacity, taken, waiting }: Pool): 'confirmed' | 'waitlisted' {
  return waiting === 0 && (capacity === null || taken < capacity) ? 'confirmed' : 'waitlisted';
}

/** How many of those who wait can be promoted. A capacity lowered below what is taken admits none. */
export function promotable({ capacity, taken, waiting }: Pool): number {
  return capacity === null ? waiting : Math.max(0, Math.min(waiting, capacity - taken));
}

/** Places left to a newcomer; null where they are not limited, 0 while anyone waits. */
export function placesLeft({ capacity, taken, waiting }: Pool): number | null {
  if (capacity === null) return null;
  return waiting > 0 ? 0 : Math.max(0, capacity - taken);
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * When an offer expires: after `offerMinutes`, near the start sooner, so that whoever is next has as long as the one
 * before; after the start at once. At least ten minutes before that, as far as there is time.
 */
export function offerExpiry(now: Instant, offerMinutes: number, startsAt: Instant | null): Instant {
  const from = Date.parse(now);
  const wished = offerMinutes * minute;
  if (startsAt === null) return new Date(from + wished).toISOString();
  const left = Math.max(0, Date.parse(startsAt) - from);
  const lasts = Math.min(wished, Math.max(left / 2, Math.min(left, 10 * minute)));
  return new Date(from + Math.floor(lasts / minute) * minute).toISOString();
}

/** Until when places in person go to who is next unasked: as it is set, else twelve hours before people meet. */
export function promotionDeadline(startsAt: Instant | null, bookUntil: Instant | null): Instant | null {
  if (bookUntil !== null || startsAt === null) return bookUntil;
  return new Date(Date.parse(startsAt) - day / 2).toISOString();
}

/**
 * How a free place goes to who is next: at once, as an offer, or (in person, when the deadline has passed) as an offer
 * to those alone who said that short notice is fine. Nobody is sent on the way unasked.
 */
export function promotionNow(
  set: 'automatic' | 'offer',
  mode: PlaceMode,
  now: Instant,
  deadline: Instant | null,
): 'automatic' | 'offer' | 'short notice' {
  return mode === 'in-person' && deadline !== null && now >= deadline ? 'short notice' : set;
}

/** Until when an unconfirmed registration holds its places: 24 hours, 30 minutes when the start is within that time. */
export function holdExpiry(now: Instant, startsAt: Instant): Instant {
  const from = Date.parse(now);
  return new Date(from + (Date.parse(startsAt) - from < day ? 30 * minute : day)).toISOString();
}

/** Whether a question is put to somebody: to all, or to those who take part in a mode or have a place in a session. */
export function isAsked(
  { mode, session }: { mode: PlaceMode | null; session: string | null },
  modes: readonly PlaceMode[],
  bookings: readonly { session: string }[],
): boolean {
  if (session !== null && !bookings.some((booking) => booking.session === session)) return false;
  return mode === null || modes.includes(mode);
}

/** A time that something takes of a person. Half-open. */
export interface Block {
  startsAt: Instant;
  endsAt: Instant;
}

/**
 * What a session takes of a person's time: its slots that are not cancelled; in person an add-on's from meeting to
 * return, whatever is beyond.
 */
export function blocksOf(
  session: { slots: readonly Pick<Slot, 'startsAt' | 'endsAt' | 'status'>[]; addOn: AddOn | null },
  mode: PlaceMode,
): Block[] {
  const slots = session.slots.filter(({ status }) => status !== 'cancelled');
  const { addOn } = session;
  if (mode === 'online' || addOn === null) return slots.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
  const journey = [addOn.meetAt, addOn.departAt, addOn.returnAt].filter((at) => at !== null);
  return slots.map(({ startsAt, endsAt }) => ({
    startsAt: [startsAt, ...journey].reduce((a, b) => (a < b ? a : b)),
    endsAt: [endsAt, ...journey].reduce((a, b) => (a > b ? a : b)),
  }));
}

/** Whether a person cannot be at both: two blocks share a time. Back to back they do not. */
export function blocksClash(some: readonly Block[], others: readonly Block[]): boolean {
  return some.some((one) => others.some((other) => one.startsAt < other.endsAt && other.startsAt < one.endsAt));
}
