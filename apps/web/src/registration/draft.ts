import type { AttendanceMode, CalendarDate, PlaceMode, Programme } from '@kopa/domain';
import { newKey } from './new-key.js';
import { offersOf } from './offers.js';
import type { RegistrationInput } from './remote.js';

/** Somebody else whom the contact registers in the same go. */
export interface Companion {
  id: string;
  name: string;
  email: string;
}

/** A registration as far as it is filled in. */
export interface Draft {
  /** Idempotency key: the same for each attempt to send this draft. */
  key: string;
  /** What was sent without an answer having come; null when nothing was. */
  unanswered: string | null;
  name: string;
  email: string;
  organisation: string;
  country: string;
  locale: string;
  timezone: string;
  days: Record<CalendarDate, AttendanceMode>;
  bookings: Record<string, PlaceMode>;
  people: Companion[];
}

export function emptyDraft(language: string): Draft {
  return {
    key: newKey(),
    unanswered: null,
    name: '',
    email: '',
    organisation: '',
    country: '',
    locale: language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: {},
    bookings: {},
    people: [],
  };
}

/** The bookings that the chosen days allow, in the programme's order; what a changed day ruled out stays in the draft. */
export function bookingsOf(
  draft: Pick<Draft, 'days' | 'bookings'>,
  programme: Programme,
): { session: string; mode: PlaceMode }[] {
  return offersOf(programme, draft.days).flatMap(({ session, modes }) => {
    const mode = draft.bookings[session.code];
    return mode !== undefined && modes.includes(mode) ? [{ session: session.code, mode }] : [];
  });
}

export function attendanceOf(
  { days }: Pick<Draft, 'days'>,
  programme: Programme,
): Record<CalendarDate, AttendanceMode> {
  return Object.fromEntries(programme.days.map(({ date }) => [date, days[date] ?? 'absent']));
}

/** The request; companions take the contact's language, zone, organisation, days and bookings. */
export function requestOf(draft: Draft, programme: Programme): RegistrationInput {
  const shared = {
    locale: draft.locale,
    timezone: draft.timezone === '' ? null : draft.timezone,
    organisation: draft.organisation.trim(),
    country: draft.country === '' ? null : draft.country,
    attendance: attendanceOf(draft, programme),
    bookings: bookingsOf(draft, programme),
  };
  return {
    ...shared,
    name: draft.name.trim(),
    email: draft.email.trim(),
    people: draft.people.map(({ name, email }) => ({
      ...shared,
      name: name.trim(),
      ...(email.trim() === '' ? {} : { email: email.trim() }),
    })),
  };
}
