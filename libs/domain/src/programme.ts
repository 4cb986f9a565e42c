import type { AnnouncementChange } from './announcement.js';

/** A text by language tag, e.g. `{ en: 'Opening', lv: 'Atklāšana' }`. At least one language; the reader falls back. */
export type Texts = Readonly<Record<string, string>>;

/** An instant on the wire and in documents: ISO 8601 UTC with milliseconds, as `Date.prototype.toISOString` prints it. */
export type Instant = string;

/** A calendar date, `YYYY-MM-DD`. */
export type CalendarDate = string;

export const modes = ['in-person', 'online', 'hybrid'] as const;
export type Mode = (typeof modes)[number];

export const sessionKinds = [
  'talk',
  'workshop',
  'discussion',
  'presentation-round',
  'story',
  'virtual-tour',
  'visit',
  'opening',
  'closing',
  'break',
  'social',
  'other',
] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** `ended` and `cancelled` are final for delay, move and extend; `cancelled` is lifted by `reinstate`. */
export const slotStatuses = ['scheduled', 'running', 'ended', 'cancelled'] as const;
export type SlotStatus = (typeof slotStatuses)[number];

/** `deleted`: gone for all but its owner, who can restore it for a while. */
export const eventStates = ['draft', 'public', 'archived', 'deleted'] as const;
export type EventState = (typeof eventStates)[number];

export interface EventFacts {
  id: string;
  slug: string;
  title: Texts;
  subtitle: Texts;
  description: Texts;
  /** Where it takes place, in words. */
  place: Texts;
  /** IANA time zone, e.g. `Europe/Riga`. */
  zone: string;
  firstDay: CalendarDate;
  lastDay: CalendarDate;
  /** Hour (0 to 12, event's zone) at which a day begins; what starts before it belongs to the day before. */
  dayChangeHour: number;
  /** Offered content languages, the first is the fallback. */
  languages: string[];
  /** Host name in calendar UIDs, fixed when the event is created. */
  uidHost: string;
}

export interface Day {
  date: CalendarDate;
  startsAt: Instant;
  endsAt: Instant;
  title: Texts;
  theme: Texts;
}

export interface Venue {
  id: string;
  name: Texts;
  address: string;
  latitude: number | null;
  longitude: number | null;
  /**
   * What organisers said of the way to other venues, in minutes by their id; the way back takes as long unless that one
   * says otherwise. Left out where nothing is said.
   */
  minutesTo?: Readonly<Record<string, number>>;
}

export interface Room {
  id: string;
  kind: 'physical' | 'online';
  name: Texts;
  position: number;
  venueId: string | null;
  /** Seats of a physical room; null when not known or online. */
  seats: number | null;
  /** Who runs an online room, e.g. `Jitsi`; null for physical rooms. */
  provider: string | null;
  /** `public`: anybody may join; `registered`: only through `/join/:slot` with a credential. */
  access: 'public' | 'registered';
}

export interface Track {
  id: string;
  name: Texts;
  slug: string;
  colour: string | null;
  position: number;
}

export interface Speaker {
  /** In what is published the same as `code`; a UUID in the draft. */
  id: string;
  /** Short public code, unique in the event. */
  code: string;
  name: string;
  organisation: Texts;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
}

export interface Logo {
  name: string;
  /** Path under the web root or https address of an image. */
  url: string;
}

export interface Funder {
  id: string;
  name: Texts;
  programme: Texts;
  grantNumber: string;
  acknowledgement: Texts;
  logos: Logo[];
  position: number;
}

/** One contribution of a session in which several speak in turn. */
export interface Item {
  title: Texts;
  speakerId: string | null;
  minutes: number;
}

/** Logistics of a session that must be booked and reached; its slot is the time at the place. */
export interface AddOn {
  meetAt: Instant | null;
  departAt: Instant | null;
  returnAt: Instant | null;
  meetingPoint: Texts;
  travelMinutes: number | null;
  minimumNumber: number | null;
  /** When the host decides whether the add-on takes place. */
  goNoGoAt: Instant | null;
  bring: Texts;
  minimumAge: number | null;
}

/** Logistics as published: what holds now, and the departure as released. */
export interface PublishedAddOn extends AddOn {
  /** The departure as released, null when there is none; `departAt` is later than this while it is held. */
  plannedDepartAt: Instant | null;
}

export interface Capacity {
  'in-person': number | null;
  online: number | null;
}

/** A slot as planned in a draft or a release. Half-open: `startsAt` included, `endsAt` not. */
export interface PlannedSlot {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  roomId: string | null;
  onlineRoomId: string | null;
}

/** Whose turn it is in a session in which several speak one after another, as it was said on the day. */
export interface Turn {
  /** Position among the session's items, from 0. */
  item: number;
  startedAt: Instant;
}

/** A slot as published: the plan of its release, and what holds now. */
export interface Slot {
  id: string;
  /** Rises by one with each change of time, room or status; a live change names the version it saw. */
  version: number;
  status: SlotStatus;
  plannedStartsAt: Instant;
  plannedEndsAt: Instant;
  plannedRoomId: string | null;
  plannedOnlineRoomId: string | null;
  startsAt: Instant;
  endsAt: Instant;
  roomId: string | null;
  onlineRoomId: string | null;
  /** Why it differs from the plan, given with the last live change; null when none was. */
  reason: Texts | null;
  /** When anything a reader sees of this slot or its session last changed. */
  changedAt: Instant;
  /** Missing while turns go by the clock. */
  turn?: Turn;
  /** Code of the session with which it was swapped on the day; missing unless it was. */
  swappedWith?: string;
}

/** What draft, release and published programme say alike of a session. */
export interface SessionFacts {
  id: string;
  /** Short public code, unique in the event, e.g. `D1-OPEN`. */
  code: string;
  title: Texts;
  subtitle: Texts;
  kind: SessionKind;
  /** Main spoken language (BCP 47), null when not known. */
  language: string | null;
  /** Further languages that are spoken. */
  otherLanguages: string[];
  /** Languages that it is interpreted into. */
  interpretation: string[];
  capacity: Capacity;
  trackId: string | null;
  speakerIds: string[];
  items: Item[];
  addOn: AddOn | null;
  /** Code of the session of which this is a repeat. */
  alternativeOf: string | null;
}

export interface PlannedSession extends SessionFacts {
  slots: PlannedSlot[];
}

export interface Session extends SessionFacts {
  /** Union of its slots' modes; null when no slot has a room yet. */
  mode: Mode | null;
  addOn: PublishedAddOn | null;
  slots: Slot[];
}

export interface Material {
  title: string;
  url: string;
}

/** Long texts of a session, kept out of the programme document. HTML, sanitised. */
export interface SessionTexts {
  abstract: Texts;
  description: Texts;
  materials: Material[];
}

export interface ProgrammeTexts {
  /** By session code. */
  sessions: Record<string, SessionTexts>;
  /** Biographies (sanitised HTML) by speaker id. */
  speakers: Record<string, Texts>;
}

/** All that is not a session; order of each list: `position`, then `id` (days by date). */
export interface ProgrammeFrame {
  event: EventFacts;
  days: Day[];
  venues: Venue[];
  rooms: Room[];
  tracks: Track[];
  speakers: Speaker[];
  funders: Funder[];
}

/** The organisers' working programme, and the content of a release. Sessions in order of `code`. */
export interface ProgrammeContent extends ProgrammeFrame {
  sessions: PlannedSession[];
  texts: ProgrammeTexts;
}

export interface ReleaseFacts {
  number: number;
  name: string;
  message: string;
  publishedAt: Instant;
}

/** The published programme of one event at `seq` of its `event` stream. Sessions in order of `code`. */
export interface Programme extends ProgrammeFrame {
  epoch: string;
  seq: number;
  release: ReleaseFacts;
  sessions: Session[];
}

export interface Patch<T> {
  /** After-images of what was added or changed. */
  upserted: T[];
  /** Ids of what is gone. */
  removed: string[];
}

export const slotChangeTypes = [
  'slot.delayed',
  'slot.moved',
  'slot.extended',
  'slot.cancelled',
  'slot.reinstated',
  'slot.started',
  'slot.ended',
  'item.started',
] as const;
export type SlotChangeType = (typeof slotChangeTypes)[number];

/** A change of one slot; carries the slot's after-image. */
export interface SlotChange {
  seq: number;
  at: Instant;
  type: SlotChangeType;
  /** Code of the slot's session. */
  session: string;
  slot: Slot;
  reason: Texts | null;
  /** Code of the session whose change moved this one, when it moved by cascade. */
  causedBy: string | null;
}

/** A departure that is held, or no longer; carries the after-images of the logistics and of all slots of the session. */
export interface LogisticsUpdated {
  seq: number;
  at: Instant;
  type: 'logistics.updated';
  /** Code of the session. */
  session: string;
  addOn: PublishedAddOn;
  slots: Slot[];
  reason: Texts | null;
}

/** What a release altered; applying it to the programme before gives the programme after. */
export interface ProgrammePatch {
  event: EventFacts | null;
  days: Day[] | null;
  venues: Patch<Venue>;
  rooms: Patch<Room>;
  tracks: Patch<Track>;
  speakers: Patch<Speaker>;
  funders: Patch<Funder>;
  sessions: Patch<Session>;
}

export interface ProgrammeReleased {
  seq: number;
  at: Instant;
  type: 'programme.released';
  release: ReleaseFacts;
  /** True when long texts changed: readers that hold them fetch them again. */
  textsChanged: boolean;
  summary: { added: number; moved: number; changed: number; removed: number };
  /** After-images; absent when over 64 KB, then `refetch` is true. */
  patch?: ProgrammePatch;
  refetch?: true;
}

/** A row of the public `event` stream. */
export type Change = SlotChange | LogisticsUpdated | ProgrammeReleased | AnnouncementChange;
