import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { pickText, type Programme, type ProgrammeTexts, type Session, type Slot, type Texts } from '@kopa/domain';
import { calendarWords, describeEntry, placesOf, prodIdIn, type Wording } from './entry-texts.js';
import { cleanLine, plainText } from './plain-text.js';

export interface RemovedEntry {
  slot: Slot;
  session: string;
  title: Texts;
  trackId: string | null;
}

/** What a feed is made of: everything published at one `seq`. */
export interface FeedSource {
  programme: Programme;
  texts: ProgrammeTexts;
  removedSlots: readonly RemovedEntry[];
}

/** Which part of the programme a feed holds. */
export type FeedPart =
  | { of: 'event' }
  | { of: 'session'; code: string }
  | { of: 'day'; date: string }
  | { of: 'track'; id: string }
  | { of: 'room'; id: string };

interface Entry {
  slot: Slot;
  code: string;
  title: Texts;
  trackId: string | null;
  /** null when a release took the session away. */
  session: Session | null;
}

/**
 * The feed of a part of the programme (RFC 5545): times in UTC, one VEVENT a slot, its UID for ever the same, SEQUENCE
 * risen only where time, place or status changed, stamps from the database, so that an unchanged programme gives the
 * same bytes. What was cancelled or removed stays with STATUS:CANCELLED. Null when there is no such part.
 */
export function calendarFeed(source: FeedSource, part: FeedPart, language: string, publicUrl: string): string | null {
  const { programme } = source;
  const chosen = choose(source, part);
  if (chosen === null) return null;
  const { event } = programme;
  const text = (texts: Texts): string => pickText(texts, language, event.languages).text;
  const wording: Wording = { text, words: calendarWords(language) };
  const calendar = ical({
    // A method would make clients treat the download as an invitation; PUBLISH is what a feed is (RFC 5546 section 1.4).
    method: ICalCalendarMethod.PUBLISH,
    prodId: prodIdIn(language),
    name: cleanLine([text(event.title), chosen.name && text(chosen.name)].filter(Boolean).join(' · ')),
    ttl: 900,
    url: `${publicUrl}/e/${event.slug}`,
  });
  for (const entry of chosen.entries.toSorted(byStart)) {
    const abstract = part.of === 'session' ? plainText(text(source.texts.sessions[entry.code]?.abstract ?? {})) : '';
    addEntry(calendar, entry, programme, abstract, wording, publicUrl);
  }
  return `${calendar.toString()}\r\n`;
}

function choose(
  { programme, removedSlots }: FeedSource,
  part: FeedPart,
): { name: Texts | null; entries: Entry[] } | null {
  const all: Entry[] = [
    ...programme.sessions.flatMap((session) =>
      session.slots.map((slot) => ({
        slot,
        code: session.code,
        title: session.title,
        trackId: session.trackId,
        session,
      })),
    ),
    ...removedSlots.map(({ slot, session, title, trackId }) => ({
      slot,
      code: session,
      title,
      trackId,
      session: null,
    })),
  ];
  switch (part.of) {
    case 'event':
      return { name: null, entries: all };
    case 'session': {
      const entries = all.filter(({ code }) => code === part.code);
      const [first] = entries;
      return first === undefined ? null : { name: first.title, entries };
    }
    case 'day': {
      const day = programme.days.find(({ date }) => date === part.date);
      if (day === undefined) return null;
      // As with rooms below: on the day that it was planned for and on the one that it was moved to.
      const within = ({ slot }: Entry): boolean =>
        [slot.plannedStartsAt, slot.startsAt].some((at) => at >= day.startsAt && at < day.endsAt);
      return { name: day.title, entries: all.filter(within) };
    }
    case 'track': {
      const track = programme.tracks.find(({ id }) => id === part.id);
      return track === undefined
        ? null
        : { name: track.name, entries: all.filter(({ trackId }) => trackId === part.id) };
    }
    case 'room': {
      const room = programme.rooms.find(({ id }) => id === part.id);
      // A slot that was moved elsewhere stays, with its new place: its entry must not just vanish from the calendar.
      const inRoom = ({ slot }: Entry): boolean =>
        [slot.roomId, slot.onlineRoomId, slot.plannedRoomId, slot.plannedOnlineRoomId].includes(part.id);
      return room === undefined ? null : { name: room.name, entries: all.filter(inRoom) };
    }
  }
}

const byStart = (a: Entry, b: Entry): number =>
  a.slot.plannedStartsAt === b.slot.plannedStartsAt
    ? a.slot.id < b.slot.id
      ? -1
      : 1
    : a.slot.plannedStartsAt < b.slot.plannedStartsAt
      ? -1
      : 1;

function addEntry(
  calendar: ReturnType<typeof ical>,
  { slot, code, title, session }: Entry,
  programme: Programme,
  abstract: string,
  { text, words }: Wording,
  publicUrl: string,
): void {
  const { event } = programme;
  const cancelled = session === null || slot.status === 'cancelled';
  const addOn = session?.addOn ?? null;
  const stamp = new Date(Math.floor(Date.parse(slot.changedAt) / 1000) * 1000);
  const meetingPoint = addOn === null ? '' : text(addOn.meetingPoint);
  calendar.createEvent({
    id: `slot-${slot.id}@${event.uidHost}`,
    sequence: slot.version - 1,
    stamp,
    lastModified: stamp,
    ...blockOf(slot, session),
    summary: cleanLine(cancelled ? `${words.cancelled}: ${text(title)}` : text(title)),
    description: describeEntry(programme, slot, session, abstract, { text, words }),
    location: cleanLine(meetingPoint === '' ? placesOf(programme, slot, { text, words }) : meetingPoint),
    url: `${publicUrl}/e/${event.slug}/sessions/${encodeURIComponent(code)}`,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}

/**
 * The time that an entry blocks: an add-on's from meeting to return. A slot that was moved live beyond these is blocked
 * too; so the block never ends before it starts, which ical-generator would swap silently.
 */
function blockOf(slot: Slot, session: Session | null): { start: Date; end: Date } {
  const addOn = session?.addOn ?? null;
  const instants = [slot.startsAt, slot.endsAt, addOn?.meetAt, addOn?.departAt, addOn?.returnAt].flatMap((at) =>
    at === null || at === undefined ? [] : [Date.parse(at)],
  );
  return { start: new Date(Math.min(...instants)), end: new Date(Math.max(...instants)) };
}
