import type { AttendanceMode, CalendarDate, PlaceMode, Programme } from '@kopa/domain';
import type { GivenAnswers } from './answers.js';
import type { Meanwhile } from './meanwhile.js';
import { newKey } from './new-key.js';
import { offersOf, type Offer } from './offers.js';
import type { Particulars } from './particulars.js';
import { shutAt, type Terms } from './terms.js';

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
  /** How one takes part in a day while one waits for a place in person; online where nothing was chosen. */
  meanwhile: Record<CalendarDate, Meanwhile>;
  bookings: Record<string, PlaceMode>;
  /** By session with a coach: whether a seat is wanted; where nothing was chosen, one is. */
  seats: Record<string, boolean>;
  /** Whether a place may be offered at the last moment too, where one waits. */
  shortNotice: boolean;
  people: Companion[];
  /** Code of an invitation, which opens what is closed to others. */
  invitation: string;
  /** By person: what only some choices ask of them. */
  particulars: Record<string, Partial<Particulars>>;
  /** By person: everybody answers for themselves. */
  answers: Record<string, GivenAnswers>;
  /** What the contact agreed to: each purpose with the version of the text that was read. */
  consents: Record<string, number>;
}

/** The contact among the people of a draft; the others have random ids. */
export const contactId = 'contact';

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
    meanwhile: {},
    bookings: {},
    seats: {},
    shortNotice: false,
    people: [],
    invitation: '',
    particulars: {},
    answers: {},
    consents: {},
  };
}

/** Everybody whom a draft registers, the contact first. */
export function everybodyIn({ name, people }: Pick<Draft, 'name' | 'people'>): { id: string; name: string }[] {
  return [{ id: contactId, name }, ...people];
}

/** The same with names only where several people are to be told apart. */
export function namedIn(draft: Pick<Draft, 'name' | 'people'>): { id: string; name: string }[] {
  const everybody = everybodyIn(draft);
  return everybody.length === 1 ? everybody.map(({ id }) => ({ id, name: '' })) : everybody;
}

type Chosen = Pick<Draft, 'days' | 'invitation'>;

/** The sessions that the chosen days allow, in the modes that are open, until the deadline of places in person. */
export function offersFor({ days, invitation }: Chosen, { programme, rules }: Terms): Offer[] {
  const now = Date.now();
  return offersOf(programme, days, now).flatMap((offer) => {
    const bookUntil = rules.sessions[offer.session.code]?.bookUntil ?? null;
    const isOver = bookUntil !== null && now >= Date.parse(bookUntil);
    const modes = offer.modes.filter(
      (mode) => shutAt(rules, mode, { now, invitation }) === null && !(isOver && mode === 'in-person'),
    );
    return modes.length === 0 ? [] : [{ ...offer, modes }];
  });
}

/** The bookings that the chosen days allow, in the programme's order; what a changed day ruled out stays in the draft. */
export function bookingsOf(
  draft: Chosen & Pick<Draft, 'bookings'>,
  terms: Terms,
): { session: string; mode: PlaceMode }[] {
  return offersFor(draft, terms).flatMap(({ session, modes }) => {
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
