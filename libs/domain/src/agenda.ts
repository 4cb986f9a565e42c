import { slotMode } from './mode.js';
import { compareText } from './order.js';
import {
  dayPlaceOf,
  effectiveMode,
  type AttendanceMode,
  type Block,
  type PlaceMode,
  type PlaceStatus,
} from './places.js';
import type { CalendarDate, Instant, Programme, Session, SessionKind, Venue } from './programme.js';
import { arrivalAfter, stayOf, type Stay } from './travel.js';
import { dayOf } from './zone.js';

const minute = 60_000;

/** How long before its start an online room opens to participants, and how long after its end it is still shown. */
export const joinWindow = { openBeforeMinutes: 15, openAfterMinutes: 30 } as const;

/** A booking as far as its owner's agenda goes. */
export interface HeldBooking {
  id: string;
  session: string;
  mode: PlaceMode;
  status: Exclude<PlaceStatus, 'cancelled'>;
  /** The waitlisted booking whose fallback this is. */
  insteadOf: string | null;
  /** Whether its owner travels on their own though a coach goes: gathering and departure are not theirs. */
  isOwnWay: boolean;
}

/** A session that somebody remembers without booking it; in which mode they follow it if it is hybrid. */
export interface Star {
  session: string;
  mode: PlaceMode | null;
}

/** What of one person an agenda is made of. */
export interface OwnChoices {
  /** How they take part in each day as it holds now: while a place in person is waited for, what holds meanwhile. */
  days: Readonly<Record<CalendarDate, AttendanceMode>>;
  bookings: readonly HeldBooking[];
  stars: readonly Star[];
}

/** Why something is in an agenda. What is for everyone is there by itself, on days that its owner takes part in. */
export const agendaReasons = ['booking', 'star', 'everyone'] as const;
export type AgendaReason = (typeof agendaReasons)[number];

/** One slot in a person's agenda. */
export interface AgendaItem extends Stay {
  session: string;
  /** Id of the slot. */
  slot: string;
  because: AgendaReason;
  /** Of the booking. */
  booking: string | null;
  status: Exclude<PlaceStatus, 'cancelled'> | null;
  /** The waitlisted booking whose fallback it is. */
  insteadOf: string | null;
  isCancelled: boolean;
  /** Effective mode; null where its owner said nothing of that day and takes no part in it, or it has no room yet. */
  mode: PlaceMode | null;
  /** How the owner takes part in its day. */
  day: AttendanceMode;
  date: CalendarDate;
  /** At the place, or online. */
  startsAt: Instant;
  endsAt: Instant;
}

/** Two items of one agenda that cannot both be had, or one that does not fit its day. Items by start, then id. */
export type AgendaConflict = OverlapConflict | TravelConflict | ModeConflict;

export interface OverlapConflict {
  kind: 'overlap';
  /** Ids of slots, and codes of their sessions. */
  slots: [string, string];
  sessions: [string, string];
  /** The time that they share. */
  startsAt: Instant;
  endsAt: Instant;
  /** One is online and can be followed on the other's journey: "you can join from the bus". */
  isOnTheWay: boolean;
}

export interface TravelConflict {
  kind: 'travel';
  slots: [string, string];
  sessions: [string, string];
  /** Minutes that are missing to be at the second one when it is due. */
  minutesShort: number;
  /** Whether it has left, or begun, by then. */
  isMissed: boolean;
  isOnTheWay: boolean;
}

export interface ModeConflict {
  kind: 'mode';
  slots: [string];
  sessions: [string];
  /** What it takes, and how the day is taken part in. */
  mode: PlaceMode | null;
  day: AttendanceMode;
}

/** What everyone attends who is there on that day, without booking or starring it. */
const everyonesKinds: ReadonlySet<SessionKind> = new Set(['opening', 'closing', 'break', 'social']);

/** Pauses are shown, and stand in nobody's way. */
const pauses: ReadonlySet<SessionKind> = new Set(['break', 'social']);

/** Whether a session is in everybody's agenda: openings, closings and pauses without limited places or a journey. */
export function isForEveryone({ kind, addOn, capacity }: Pick<Session, 'kind' | 'addOn' | 'capacity'>): boolean {
  return everyonesKinds.has(kind) && addOn === null && capacity['in-person'] === null && capacity.online === null;
}

type Frame = Pick<Programme, 'event' | 'rooms' | 'sessions' | 'venues'>;

/** Makes agendas of one programme, for one person or for thousands: what is the same for all is looked up once. */
export interface Agendas {
  /** What is somebody's, in order of start. */
  itemsOf: (own: OwnChoices) => AgendaItem[];
  /** The same where some sessions stand otherwise: of somebody's items only those that it concerns are made anew. */
  itemsWith: (items: readonly AgendaItem[], own: OwnChoices, instead: ReadonlyMap<string, Session>) => AgendaItem[];
  /** Every conflict among them, each once; with `concerning` only those that have to do with one of these sessions. */
  conflictsOf: (items: readonly AgendaItem[], concerning?: ReadonlySet<string>) => AgendaConflict[];
  /** What can be done instead of one item without a new conflict. */
  alternativesOf: (
    item: AgendaItem,
    items: readonly AgendaItem[],
    terms: AlternativeTerms,
    now: Instant,
  ) => Alternative[];
}

/** What organisers said of sessions that can be had otherwise. */
export interface AlternativeTerms {
  fallbacks: ReadonlyMap<string, { session: string; mode: PlaceMode }>;
  /** Codes of sessions of which a recording is promised. */
  recorded: ReadonlySet<string>;
}

/** What one can do instead of something: a repeat of it, its online room, its fallback, its recording. */
export interface Alternative {
  kind: 'slot' | 'online' | 'fallback' | 'recording';
  /** What it replaces. */
  of: string;
  /** What to have instead; of a recording the same session. */
  session: string;
  mode: PlaceMode;
  /** It can only be followed on the way to something else. */
  isOnTheWay: boolean;
}

export function makeAgendas({ event, rooms, sessions, venues }: Frame): Agendas {
  const venueOfRoom = new Map(rooms.map(({ id, venueId }) => [id, venueId]));
  const venueById = new Map(venues.map((venue) => [venue.id, venue]));
  const byCode = new Map(sessions.map((session) => [session.code, session]));
  const ofEveryone = sessions.filter(isForEveryone);
  const isRepeat = (one: Session, other: Session): boolean =>
    one.code !== other.code && (one.alternativeOf ?? one.code) === (other.alternativeOf ?? other.code);
  const isPause = ({ session, because }: AgendaItem): boolean =>
    because === 'everyone' && pauses.has(byCode.get(session)?.kind ?? 'other');

  const dates = new Map<Instant, CalendarDate>();
  const dateOf = (at: Instant): CalendarDate => {
    let date = dates.get(at);
    // Asking for local time is what an agenda costs most, and thousands of people share these instants.
    if (date === undefined) dates.set(at, (date = dayOf(at, event.zone, event.dayChangeHour)));
    return date;
  };

  const itemsOfSession = (
    session: Session,
    choice: { because: AgendaReason; booking?: HeldBooking; mode: PlaceMode | null },
    days: OwnChoices['days'],
  ): AgendaItem[] =>
    session.slots.map((slot) => {
      const date = dateOf(slot.startsAt);
      const day = days[date] ?? 'absent';
      const mode = effectiveMode(slotMode(slot), choice.mode, day);
      return {
        session: session.code,
        slot: slot.id,
        because: choice.because,
        booking: choice.booking?.id ?? null,
        status: choice.booking?.status ?? null,
        insteadOf: choice.booking?.insteadOf ?? null,
        isCancelled: slot.status === 'cancelled',
        mode,
        day,
        date,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        ...stayOf(session, slot, mode, venueOfRoom, choice.booking?.isOwnWay ?? false),
      };
    });

  /** In no order. @param find the sessions to make items of */
  const gather = (own: OwnChoices, find: (code: string) => Session | undefined): AgendaItem[] => {
    const chosen = new Set<string>();
    const items: AgendaItem[] = [];
    for (const booking of own.bookings) {
      const session = find(booking.session);
      if (session === undefined) continue;
      chosen.add(session.code);
      items.push(...itemsOfSession(session, { because: 'booking', booking, mode: booking.mode }, own.days));
    }
    for (const { session: code, mode } of own.stars) {
      const session = find(code);
      if (session === undefined || chosen.has(code)) continue;
      chosen.add(code);
      items.push(...itemsOfSession(session, { because: 'star', mode }, own.days));
    }
    for (const { code } of ofEveryone) {
      const session = find(code);
      if (session === undefined || chosen.has(code)) continue;
      items.push(
        ...itemsOfSession(session, { because: 'everyone', mode: null }, own.days).filter(
          (item) => item.mode !== null && modeConflict(item) === null,
        ),
      );
    }
    return items;
  };

  const itemsOf: Agendas['itemsOf'] = (own) => gather(own, (code) => byCode.get(code)).sort(byStartAndSlot);

  const itemsWith: Agendas['itemsWith'] = (items, own, instead) =>
    [...items.filter(({ session }) => !instead.has(session)), ...gather(own, (code) => instead.get(code))].sort(
      byStartAndSlot,
    );

  const conflictBetween = (a: AgendaItem, b: AgendaItem): AgendaConflict | null => {
    if (isPause(a) || isPause(b)) return null;
    return pairConflict(a, b, venueById);
  };

  const conflictsOf: Agendas['conflictsOf'] = (items, concerning) => {
    const held = items.filter(isHeld);
    const asked = concerning === undefined ? held : held.filter(({ session }) => concerning.has(session));
    const conflicts: AgendaConflict[] = asked.flatMap((item) => modeConflict(item) ?? []);
    for (const first of asked) {
      for (const second of held) {
        // A pair of which both are asked for is met twice.
        if (second.slot <= first.slot && (concerning === undefined || concerning.has(second.session))) continue;
        const conflict = conflictBetween(first, second);
        if (conflict !== null) conflicts.push(conflict);
      }
    }
    return conflicts.sort(byKindAndSlots);
  };

  const alternativesOf: Agendas['alternativesOf'] = (item, items, terms, now) => {
    const session = byCode.get(item.session);
    if (session === undefined) return [];
    const others = items.filter((other) => other.session !== item.session && isHeld(other));
    const fits = (kind: Alternative['kind'], instead: Session, mode: PlaceMode): Alternative[] => {
      if (items.some((other) => other.session === instead.code && other.session !== item.session)) return [];
      const days = { [item.date]: item.day };
      const candidates = itemsOfSession(instead, { because: 'star', mode }, daysOfItems(items, days)).filter(
        (candidate) => !candidate.isCancelled && candidate.startsAt > now && candidate.mode === mode,
      );
      if (candidates.length === 0 || candidates.some((candidate) => modeConflict(candidate) !== null)) return [];
      const clashes = candidates.flatMap((candidate) =>
        others.flatMap((other) => conflictBetween(candidate, other) ?? []),
      );
      const isOnTheWay = clashes.length > 0;
      if (clashes.some((clash) => clash.kind === 'mode' || !clash.isOnTheWay)) return [];
      return [{ kind, of: item.session, session: instead.code, mode, isOnTheWay }];
    };
    const slots = sessions
      .filter((other) => isRepeat(session, other))
      .flatMap((repeat) => fits('slot', repeat, item.mode ?? 'online'));
    const online = item.mode === 'in-person' && session.mode === 'hybrid' ? fits('online', session, 'online') : [];
    const fallback = terms.fallbacks.get(item.session);
    const fallbackSession = fallback === undefined ? undefined : byCode.get(fallback.session);
    const instead =
      fallback === undefined || fallbackSession === undefined ? [] : fits('fallback', fallbackSession, fallback.mode);
    const recording: Alternative[] = terms.recorded.has(item.session)
      ? [{ kind: 'recording', of: item.session, session: item.session, mode: 'online', isOnTheWay: false }]
      : [];
    return [...slots, ...online, ...instead, ...recording];
  };

  return { itemsOf, itemsWith, conflictsOf, alternativesOf };
}

/** A conflict's name: the same as long as the same things stand in each other's way, and a departure is still reached. */
export function conflictName(conflict: AgendaConflict): string {
  const isMissed = conflict.kind === 'travel' && conflict.isMissed;
  return [conflict.kind, ...(isMissed ? ['missed'] : []), ...conflict.slots].join(' ');
}

/** What takes somebody's time. What is waited for, cancelled, or without a length does not. */
function isHeld({ status, isCancelled, startsAt, endsAt }: AgendaItem): boolean {
  return status !== 'waitlisted' && !isCancelled && startsAt < endsAt;
}

/** The days that are known from a person's items, with those of `more`. */
function daysOfItems(items: readonly AgendaItem[], more: OwnChoices['days']): OwnChoices['days'] {
  return { ...Object.fromEntries(items.map(({ date, day }) => [date, day])), ...more };
}

/** Whether what an item takes is not how its owner takes part in its day. */
function modeConflict({ mode, day, slot, session }: AgendaItem): ModeConflict | null {
  const fits = mode !== null && day !== 'absent' && (mode === 'online' || dayPlaceOf(day) === 'in-person');
  return fits ? null : { kind: 'mode', slots: [slot], sessions: [session], mode, day };
}

/** The conflict between two items of one agenda, whichever is named first. */
function pairConflict(
  one: AgendaItem,
  other: AgendaItem,
  venues: ReadonlyMap<string, Venue>,
): OverlapConflict | TravelConflict | null {
  if (one.session === other.session) return null;
  // A fallback is had until what it stands in for comes free: then it ends by itself.
  if (isFallbackOf(one, other) || isFallbackOf(other, one)) return null;
  const [a, b] = byBlock(one, other) <= 0 ? [one, other] : [other, one];
  if (a.block.startsAt < b.block.endsAt && b.block.startsAt < a.block.endsAt) {
    const startsAt = later(a.block.startsAt, b.block.startsAt);
    const endsAt = earlier(a.block.endsAt, b.block.endsAt);
    const isOnTheWay = isFollowedOn(a, b, { startsAt, endsAt }) || isFollowedOn(b, a, { startsAt, endsAt });
    return {
      kind: 'overlap',
      slots: [a.slot, b.slot],
      sessions: [a.session, b.session],
      startsAt,
      endsAt,
      isOnTheWay,
    };
  }
  const [first, second] = a.block.endsAt <= b.block.startsAt ? [a, b] : [b, a];
  const arrives = arrivalAfter(first, second, venues);
  const short = arrives - Date.parse(second.dueAt);
  if (short <= 0) return null;
  const isOnTheWay = (first.mode === 'online' && hasJourney(second)) || (second.mode === 'online' && hasJourney(first));
  return {
    kind: 'travel',
    slots: [first.slot, second.slot],
    sessions: [first.session, second.session],
    minutesShort: Math.ceil(short / minute),
    isMissed: arrives > Date.parse(second.block.startsAt),
    isOnTheWay,
  };
}

const isFallbackOf = ({ insteadOf }: AgendaItem, { booking }: AgendaItem): boolean =>
  insteadOf !== null && insteadOf === booking;

const hasJourney = ({ from, to }: AgendaItem): boolean => from.at === 'point' || to.at === 'point';

/** Whether what two items share of the time is the journey of one and the screen of the other. */
function isFollowedOn(screen: AgendaItem, visit: AgendaItem, shared: Block): boolean {
  return (
    screen.mode === 'online' &&
    hasJourney(visit) &&
    (shared.endsAt <= visit.startsAt || shared.startsAt >= visit.endsAt)
  );
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

const byStartAndSlot = (a: AgendaItem, b: AgendaItem): number =>
  compareText(a.startsAt, b.startsAt) || compareText(a.slot, b.slot);
const byBlock = (a: AgendaItem, b: AgendaItem): number =>
  compareText(a.block.startsAt, b.block.startsAt) || compareText(a.slot, b.slot);
const byKindAndSlots = (a: AgendaConflict, b: AgendaConflict): number =>
  compareText(a.kind, b.kind) || compareText(a.slots.join(' '), b.slots.join(' '));
