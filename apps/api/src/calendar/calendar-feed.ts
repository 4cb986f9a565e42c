import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import {
  lateness,
  pickText,
  type Programme,
  type ProgrammeTexts,
  type Session,
  type Slot,
  type Texts,
} from '@kopa/domain';
import { plainText } from './plain-text.js';

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

const words = {
  en: {
    cancelled: 'CANCELLED',
    planned: 'Planned',
    late: 'min late',
    meet: 'Meet',
    depart: 'Departure',
    back: 'Back',
    at: 'At the place',
    online: 'Online',
  },
  lv: {
    cancelled: 'ATCELTS',
    planned: 'Plānots',
    late: 'min vēlāk',
    meet: 'Pulcēšanās',
    depart: 'Izbraukšana',
    back: 'Atgriešanās',
    at: 'Uz vietas',
    online: 'Tiešsaistē',
  },
};

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
  const calendar = ical({
    // A method would make clients treat the download as an invitation; PUBLISH is what a feed is (RFC 5546 section 1.4).
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Kopa', product: 'Kopa', language: language.toUpperCase() },
    name: [text(event.title), chosen.name && text(chosen.name)].filter(Boolean).join(' · '),
    ttl: 900,
    url: `${publicUrl}/e/${event.slug}`,
  });
  for (const entry of chosen.entries.toSorted(byStart))
    addEntry(calendar, entry, source, part, text, language, publicUrl);
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
      const within = ({ slot }: Entry): boolean =>
        slot.plannedStartsAt >= day.startsAt && slot.plannedStartsAt < day.endsAt;
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
  { programme, texts }: FeedSource,
  part: FeedPart,
  text: (texts: Texts) => string,
  language: string,
  publicUrl: string,
): void {
  const { event } = programme;
  const say = language === 'lv' ? words.lv : words.en;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: event.zone, hour: '2-digit', minute: '2-digit' });
  const time = (at: string): string => clock.format(new Date(at));
  const cancelled = session === null || slot.status === 'cancelled';
  const addOn = session?.addOn ?? null;
  const stamp = new Date(Math.floor(Date.parse(slot.changedAt) / 1000) * 1000);
  const late = lateness(slot);
  const lines = [
    ...(addOn?.meetAt ? [`${say.meet}: ${time(addOn.meetAt)}, ${text(addOn.meetingPoint)}`] : []),
    ...(addOn?.departAt ? [`${say.depart}: ${time(addOn.departAt)}`] : []),
    ...(addOn ? [`${say.at}: ${time(slot.startsAt)}–${time(slot.endsAt)}`] : []),
    ...(addOn?.returnAt ? [`${say.back}: ${time(addOn.returnAt)}`] : []),
    ...(late === 0 ? [] : [`${say.planned}: ${time(slot.plannedStartsAt)}${late > 0 ? ` (${late} ${say.late})` : ''}`]),
    ...(slot.reason === null ? [] : [text(slot.reason)]),
    ...(session === null ? [] : [speakersOf(programme, session)]),
    ...(part.of === 'session' ? [plainText(text(texts.sessions[code]?.abstract ?? {}))] : []),
    ...programme.funders.map((funder) => text(funder.acknowledgement)),
  ].filter((line) => line !== '');
  calendar.createEvent({
    id: `slot-${slot.id}@${event.uidHost}`,
    sequence: slot.version - 1,
    stamp,
    lastModified: stamp,
    start: new Date(addOn?.meetAt ?? addOn?.departAt ?? slot.startsAt),
    end: new Date(addOn?.returnAt ?? slot.endsAt),
    summary: oneLine(cancelled ? `${say.cancelled}: ${text(title)}` : text(title)),
    description: lines.join('\n\n'),
    location: oneLine(addOn !== null ? text(addOn.meetingPoint) : placesOf(programme, slot, text, say.online)),
    url: `${publicUrl}/e/${event.slug}/sessions/${code}`,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}

function speakersOf(programme: Programme, { speakerIds }: Session): string {
  const byId = new Map(programme.speakers.map(({ id, name }) => [id, name]));
  return speakerIds.flatMap((id) => byId.get(id) ?? []).join(', ');
}

function placesOf({ rooms, venues }: Programme, slot: Slot, text: (texts: Texts) => string, online: string): string {
  return [slot.roomId, slot.onlineRoomId]
    .flatMap((id) => {
      const room = rooms.find((candidate) => candidate.id === id);
      if (room === undefined) return [];
      if (room.kind === 'online') return [`${online}: ${text(room.name)}`];
      const venue = venues.find(({ id: venueId }) => venueId === room.venueId);
      return [[text(room.name), venue && text(venue.name), venue?.address].filter(Boolean).join(', ')];
    })
    .join(' / ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
