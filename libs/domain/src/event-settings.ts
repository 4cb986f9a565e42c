import { patched } from './apply-change.js';
import { byId, byPosition, byStart } from './order.js';
import type {
  AddOn,
  CalendarDate,
  Day,
  EventFacts,
  Funder,
  Instant,
  Patch,
  PlannedSession,
  ProgrammeContent,
  Room,
  Texts,
  Track,
  Venue,
} from './programme.js';
import { mostTravelMinutes, withKnownWays } from './travel.js';
import { addDays, dayBounds, instantToLocal, isZone, localToInstant } from './zone.js';

/** What settings may alter of an event's own facts; its slug and calendar host stay. */
export type EventFactsPatch = Partial<Omit<EventFacts, 'id' | 'slug' | 'uidHost'>>;

/** Edits of all that is not a session; what is left out stays. */
export interface SettingsPatch {
  event?: EventFactsPatch;
  /** Words of days, by date; days themselves follow from the event's first and last. */
  days?: { date: CalendarDate; title: Texts; theme: Texts }[];
  venues?: Patch<Venue>;
  rooms?: Patch<Room>;
  tracks?: Patch<Track>;
  funders?: Patch<Funder>;
}

/** What settings speak of. */
export type SettingsFrame = Pick<ProgrammeContent, 'event' | 'days' | 'venues' | 'rooms' | 'tracks' | 'funders'>;

export type SettingsFault =
  | 'settings.zone'
  | 'settings.daysOrder'
  | 'settings.daysMost'
  | 'settings.foreignField'
  | 'settings.roomKind'
  | 'settings.travel'
  | 'venue.unknown'
  | 'venue.used'
  | 'room.used'
  | 'track.used'
  | 'track.slugTaken';

export interface SettingsProblem {
  /** Field of the patch, as problem documents name it. */
  path: string;
  message: string;
  code: SettingsFault;
  /** What its words name: how many, and the codes of which. */
  count?: number;
  names?: string;
}

export const mostDays = 60;

const nothing = { upserted: [], removed: [] };

/**
 * The draft with settings edited. Another zone keeps what the clock on the wall says of every session; other first or
 * last days leave the sessions where they are. Or what is wrong with the patch, by field.
 */
export function applySettings(
  content: ProgrammeContent,
  patch: SettingsPatch,
): { content: ProgrammeContent } | { problems: SettingsProblem[] } {
  const event = { ...content.event, ...patch.event };
  const problems = [...problemsOfEvent(event), ...problemsOfLists(content, patch)];
  if (problems.length > 0) return { problems };
  const isElsewhere = event.zone !== content.event.zone;
  return {
    content: {
      ...content,
      event,
      days: daysOf(content, event, patch.days ?? []),
      venues: withWays(patched(content.venues, patch.venues ?? nothing, byId)),
      rooms: patched(content.rooms, patch.rooms ?? nothing, byPosition),
      tracks: patched(content.tracks, patch.tracks ?? nothing, byPosition),
      funders: patched(content.funders, patch.funders ?? nothing, byPosition),
      sessions: isElsewhere
        ? content.sessions.map((session) => retimed(session, (at) => onWall(at, content.event.zone, event.zone)))
        : content.sessions,
    },
  };
}

/** What takes a patch back, once `applySettings` has applied it to `before`. */
export function invertSettings(before: SettingsFrame, patch: SettingsPatch): SettingsPatch {
  const inverse: SettingsPatch = {};
  if (patch.event !== undefined) {
    const keys = Object.keys(patch.event) as (keyof EventFactsPatch)[];
    inverse.event = Object.fromEntries(keys.map((key) => [key, before.event[key]]));
  }
  const { firstDay, lastDay } = { ...before.event, ...patch.event };
  const edited = new Set(patch.days?.map(({ date }) => date));
  // Days that a shorter event loses take their words with them.
  const days = before.days.filter(({ date }) => edited.has(date) || date < firstDay || date > lastDay);
  if (days.length > 0) inverse.days = days.map(({ date, title, theme }) => ({ date, title, theme }));
  if (patch.venues !== undefined) inverse.venues = inverted(before.venues, withThoseThatNameThem(before, patch.venues));
  if (patch.rooms !== undefined) inverse.rooms = inverted(before.rooms, patch.rooms);
  if (patch.tracks !== undefined) inverse.tracks = inverted(before.tracks, patch.tracks);
  if (patch.funders !== undefined) inverse.funders = inverted(before.funders, patch.funders);
  return inverse;
}

/**
 * A session with all of its instants moved by whole days, at the same time on the clock of the wall: over a change of
 * the clock the days in between are 23 or 25 hours long.
 */
export function shiftSession(session: PlannedSession, days: number, zone: string): PlannedSession {
  return retimed(session, (at) => shiftInstant(at, days, zone));
}

/** The same time on the clock of the wall, whole days later. */
export function shiftInstant(at: Instant, days: number, zone: string): Instant {
  const local = instantToLocal(at, zone);
  return localToInstant(`${addDays(local.slice(0, 10), days)}${local.slice(10)}`, zone);
}

/** What a copy of an event is called and when it begins. */
export interface CopyFacts {
  id: string;
  slug: string;
  title: Texts;
  uidHost: string;
  firstDay: CalendarDate;
}

/**
 * The draft of another event with the same frame and sessions, from another first day on. `idOf` gives the new id of an
 * object, always the same for the same one.
 */
export function copyEvent(content: ProgrammeContent, facts: CopyFacts, idOf: (id: string) => string): ProgrammeContent {
  const { firstDay, lastDay, zone } = content.event;
  const days = Math.round((Date.parse(facts.firstDay) - Date.parse(firstDay)) / 86_400_000);
  const event = { ...content.event, ...facts, lastDay: addDays(lastDay, days) };
  const known = (id: string | null): string | null => (id === null ? null : idOf(id));
  const renamed = <T extends { id: string }>(one: T): T => ({ ...one, id: idOf(one.id) });
  return {
    event,
    days: daysBetween(
      event,
      content.days.map((day) => ({ ...day, date: addDays(day.date, days) })),
    ),
    venues: content.venues
      .map(({ minutesTo = {}, ...venue }) =>
        renamed({
          ...venue,
          minutesTo: Object.fromEntries(Object.entries(minutesTo).map(([id, minutes]) => [idOf(id), minutes])),
        }),
      )
      .sort(byId)
      .map((venue, _, all) => withKnownWays(venue, idsOf(all))),
    rooms: content.rooms.map((room) => renamed({ ...room, venueId: known(room.venueId) })).sort(byPosition),
    tracks: content.tracks.map(renamed).sort(byPosition),
    speakers: content.speakers.map(renamed).sort(byId),
    funders: content.funders.map(renamed).sort(byPosition),
    sessions: content.sessions.map((session) => {
      const shifted = shiftSession(session, days, zone);
      return {
        ...shifted,
        id: idOf(session.id),
        trackId: known(session.trackId),
        speakerIds: session.speakerIds.map(idOf),
        items: session.items.map((item) => ({ ...item, speakerId: known(item.speakerId) })),
        slots: shifted.slots
          .map((slot) => renamed({ ...slot, roomId: known(slot.roomId), onlineRoomId: known(slot.onlineRoomId) }))
          .sort(byStart),
      };
    }),
    texts: {
      sessions: content.texts.sessions,
      speakers: Object.fromEntries(Object.entries(content.texts.speakers).map(([id, text]) => [idOf(id), text])),
    },
  };
}

/** The days of an event, with the words of those that were there before. */
export function daysBetween(event: EventFacts, words: readonly Pick<Day, 'date' | 'title' | 'theme'>[]): Day[] {
  const known = new Map(words.map((day) => [day.date, day]));
  const days: Day[] = [];
  for (let date = event.firstDay; date <= event.lastDay && days.length < mostDays; date = addDays(date, 1)) {
    const { title = {}, theme = {} } = known.get(date) ?? {};
    days.push({ date, ...dayBounds(date, event.zone, event.dayChangeHour), title, theme });
  }
  return days;
}

function daysOf(content: ProgrammeContent, event: EventFacts, words: NonNullable<SettingsPatch['days']>): Day[] {
  const { zone, firstDay, lastDay, dayChangeHour } = content.event;
  const stays =
    zone === event.zone &&
    firstDay === event.firstDay &&
    lastDay === event.lastDay &&
    dayChangeHour === event.dayChangeHour;
  const edited = new Map(words.map((day) => [day.date, day]));
  const days = stays ? content.days : daysBetween(event, content.days);
  return days.map((day) => ({ ...day, ...edited.get(day.date) }));
}

/** What the clock said in one zone is said in the other. */
function onWall(at: Instant, from: string, to: string): Instant {
  return localToInstant(instantToLocal(at, from), to);
}

function retimed(session: PlannedSession, move: (at: Instant) => Instant): PlannedSession {
  const moved = (at: Instant | null): Instant | null => (at === null ? null : move(at));
  const { addOn } = session;
  return {
    ...session,
    slots: session.slots.map((slot) => ordered({ ...slot, startsAt: move(slot.startsAt), endsAt: move(slot.endsAt) })),
    addOn: addOn === null ? null : inOrder({ ...addOn, ...timesOf(addOn, moved) }),
  };
}

function timesOf(addOn: AddOn, moved: (at: Instant | null) => Instant | null) {
  return {
    meetAt: moved(addOn.meetAt),
    departAt: moved(addOn.departAt),
    returnAt: moved(addOn.returnAt),
    goNoGoAt: moved(addOn.goNoGoAt),
  };
}

/** In the hour that a clock skips or says twice, an end may land before its start. */
function ordered<T extends { startsAt: Instant; endsAt: Instant }>(slot: T): T {
  return slot.endsAt < slot.startsAt ? { ...slot, endsAt: slot.startsAt } : slot;
}

function inOrder(addOn: AddOn): AddOn {
  const { meetAt } = addOn;
  const departAt = later(addOn.departAt, meetAt);
  return { ...addOn, departAt, returnAt: later(addOn.returnAt, departAt ?? meetAt) };
}

function later(at: Instant | null, than: Instant | null): Instant | null {
  return at !== null && than !== null && at < than ? than : at;
}

const idsOf = (list: readonly { id: string }[]): Set<string> => new Set(list.map(({ id }) => id));

/** Ways to a venue that is gone go with it. */
const withWays = (venues: readonly Venue[]): Venue[] => venues.map((venue) => withKnownWays(venue, idsOf(venues)));

/** Venues that say how long it takes to one that goes lose that too. */
function withThoseThatNameThem({ venues }: SettingsFrame, patch: Patch<Venue>): Patch<Venue> {
  const touched = new Set([...patch.removed, ...patch.upserted.map(({ id }) => id)]);
  const naming = venues.filter(
    ({ id, minutesTo = {} }) => !touched.has(id) && patch.removed.some((gone) => minutesTo[gone] !== undefined),
  );
  return { ...patch, upserted: [...patch.upserted, ...naming] };
}

function inverted<T extends { id: string }>(before: readonly T[], { upserted, removed }: Patch<T>): Patch<T> {
  const touched = new Set([...removed, ...upserted.map(({ id }) => id)]);
  const known = new Set(before.map(({ id }) => id));
  return {
    upserted: before.filter(({ id }) => touched.has(id)),
    removed: [...touched].filter((id) => !known.has(id)),
  };
}

function problemsOfEvent(event: EventFacts): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (!isZone(event.zone))
    problems.push({
      path: 'event.zone',
      code: 'settings.zone',
      message: 'must be an IANA time zone such as "Europe/Riga"',
    });
  if (event.lastDay < event.firstDay)
    problems.push({
      path: 'event.lastDay',
      code: 'settings.daysOrder',
      message: `must not be before the first day, ${event.firstDay}`,
    });
  else if (addDays(event.firstDay, mostDays) <= event.lastDay)
    problems.push({
      path: 'event.lastDay',
      code: 'settings.daysMost',
      message: `must be at most ${mostDays} days from the first`,
      count: mostDays,
    });
  return problems;
}

function problemsOfLists(content: ProgrammeContent, patch: SettingsPatch): SettingsProblem[] {
  const venues = patched(content.venues, patch.venues ?? nothing, byId);
  const rooms = patched(content.rooms, patch.rooms ?? nothing, byPosition);
  const tracks = patched(content.tracks, patch.tracks ?? nothing, byPosition);
  const kinds = new Map(content.rooms.map(({ id, kind }) => [id, kind]));
  const problems: SettingsProblem[] = [];
  const complain = (
    path: string,
    code: SettingsFault,
    message: string,
    facts: Pick<SettingsProblem, 'count' | 'names'> = {},
  ): void => void problems.push({ path, code, message, ...facts });

  patch.rooms?.upserted.forEach((room, index) => {
    const at = `rooms.upserted[${index}]`;
    if (room.venueId !== null && !venues.some(({ id }) => id === room.venueId))
      complain(`${at}.venueId`, 'venue.unknown', 'is no venue of this event');
    if ((kinds.get(room.id) ?? room.kind) !== room.kind)
      complain(`${at}.kind`, 'settings.roomKind', 'stays what it was when it was made');
    if (room.kind === 'online' && room.seats !== null)
      complain(`${at}.seats`, 'settings.foreignField', 'is for physical rooms');
    if (room.kind === 'online' && room.venueId !== null)
      complain(`${at}.venueId`, 'settings.foreignField', 'is for physical rooms');
    if (room.kind === 'physical' && room.provider !== null)
      complain(`${at}.provider`, 'settings.foreignField', 'is for online rooms');
  });
  patch.venues?.upserted.forEach(({ id, minutesTo = {} }, index) => {
    for (const [to, minutes] of Object.entries(minutesTo)) {
      const path = `venues.upserted[${index}].minutesTo.${to}`;
      if (to === id || !venues.some((venue) => venue.id === to))
        complain(path, 'settings.travel', 'is no other venue of this event', { count: mostTravelMinutes });
      else if (!Number.isInteger(minutes) || minutes < 0 || minutes > mostTravelMinutes)
        complain(path, 'settings.travel', `must be whole minutes from 0 to ${mostTravelMinutes}`, {
          count: mostTravelMinutes,
        });
    }
  });
  patch.venues?.removed.forEach((gone, index) => {
    const inside = rooms.filter(({ venueId }) => venueId === gone);
    if (inside.length > 0)
      complain(`venues.removed[${index}]`, 'venue.used', `holds ${counted(inside.length, 'room')}: move them first`, {
        count: inside.length,
      });
  });
  patch.rooms?.removed.forEach((gone, index) => {
    const codes = content.sessions
      .filter(({ slots }) => slots.some(({ roomId, onlineRoomId }) => roomId === gone || onlineRoomId === gone))
      .map(({ code }) => code);
    if (codes.length > 0)
      complain(
        `rooms.removed[${index}]`,
        'room.used',
        `${counted(codes.length, 'session')} in it (${listed(codes)}): move them first`,
        { count: codes.length, names: listed(codes) },
      );
  });
  patch.tracks?.removed.forEach((gone, index) => {
    const codes = content.sessions.filter(({ trackId }) => trackId === gone).map(({ code }) => code);
    if (codes.length > 0)
      complain(
        `tracks.removed[${index}]`,
        'track.used',
        `${counted(codes.length, 'session')} in it (${listed(codes)}): move them first`,
        { count: codes.length, names: listed(codes) },
      );
  });
  patch.tracks?.upserted.forEach(({ id, slug }, index) => {
    if (tracks.some((other) => other.id !== id && other.slug === slug))
      complain(`tracks.upserted[${index}].slug`, 'track.slugTaken', `there is a track "${slug}" already`);
  });
  return problems;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function listed(codes: readonly string[]): string {
  return codes.slice(0, 5).join(', ') + (codes.length > 5 ? ', …' : '');
}
