import {
  dayOf,
  pickText,
  slotMode,
  type CalendarDate,
  type Instant,
  type Mode,
  type Programme,
  type Room,
  type Session,
  type Slot,
  type Speaker,
  type Track,
  type Venue,
} from '@kopa/domain';
import { collatorOf } from '../language/language.js';

/** What one card shows: a session and those of its slots that are at the same time. */
export interface Entry {
  key: string;
  session: Session;
  slots: [Slot, ...Slot[]];
  /** When people must be there: an add-on's meeting or departure, else the start. */
  from: Instant;
  day: CalendarDate;
}

/** A programme with its parts by id, and its cards in order. */
export interface ProgrammeIndex {
  programme: Programme;
  rooms: Map<string, Room>;
  speakers: Map<string, Speaker>;
  tracks: Map<string, Track>;
  venues: Map<string, Venue>;
  sessions: Map<string, Session>;
  entries: Entry[];
}

const byKey = <T>(list: readonly T[], key: (item: T) => string): Map<string, T> =>
  new Map(list.map((item) => [key(item), item]));

function entriesOf(session: Session, programme: Programme): Entry[] {
  const together = new Map<string, [Slot, ...Slot[]]>();
  for (const slot of session.slots) {
    const key = `${slot.startsAt} ${slot.endsAt} ${slot.status}`;
    const list = together.get(key);
    if (list === undefined) together.set(key, [slot]);
    else list.push(slot);
  }
  const { zone, dayChangeHour } = programme.event;
  return [...together.values()].map((slots) => {
    const starts = [session.addOn?.meetAt, session.addOn?.departAt, slots[0].startsAt];
    // An add-on's journey belongs to its one slot; where there are several times, each stands for itself.
    const known = together.size === 1 ? starts.filter((at) => at !== null && at !== undefined) : [slots[0].startsAt];
    const from = known.reduce((a, b) => (b < a ? b : a));
    return { key: slots[0].id, session, slots, from, day: dayOf(from, zone, dayChangeHour) };
  });
}

/** Indexes a programme once for all its readers. */
export function indexProgramme(programme: Programme, language: string): ProgrammeIndex {
  const titles = new Map(
    programme.sessions.map(({ id, title }) => [id, pickText(title, language, programme.event.languages).text]),
  );
  const collator = collatorOf(language);
  const roomPosition = new Map(programme.rooms.map(({ id }, position) => [id, position]));
  const positionOf = ({ slots: [slot] }: Entry): number =>
    roomPosition.get(slot.roomId ?? slot.onlineRoomId ?? '') ?? programme.rooms.length;
  const entries = programme.sessions
    .flatMap((session) => entriesOf(session, programme))
    .sort(
      (a, b) =>
        (a.from < b.from ? -1 : a.from > b.from ? 1 : 0) ||
        positionOf(a) - positionOf(b) ||
        collator.compare(titles.get(a.session.id) ?? '', titles.get(b.session.id) ?? ''),
    );
  return {
    programme,
    rooms: byKey(programme.rooms, ({ id }) => id),
    speakers: byKey(programme.speakers, ({ id }) => id),
    tracks: byKey(programme.tracks, ({ id }) => id),
    venues: byKey(programme.venues, ({ id }) => id),
    sessions: byKey(programme.sessions, ({ code }) => code),
    entries,
  };
}

/** Mode of a card: of its own slots, else of the session. */
export function entryMode({ slots, session }: Entry): Mode | null {
  const own = new Set(slots.map(slotMode));
  if (own.size === 1) return slotMode(slots[0]);
  return session.mode;
}

/** Rooms of some slots, physical before online, each once. */
export function roomsOf(slots: readonly Slot[], rooms: ReadonlyMap<string, Room>): Room[] {
  const ids = new Set([...slots.map(({ roomId }) => roomId), ...slots.map(({ onlineRoomId }) => onlineRoomId)]);
  return [...ids].flatMap((id) => (id === null ? [] : (rooms.get(id) ?? [])));
}
