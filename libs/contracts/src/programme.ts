import { z } from 'zod';
import {
  announcementKinds,
  eventStates,
  modes,
  sessionKinds,
  slotChangeTypes,
  slotStatuses,
  type Change,
  type Programme,
  type ProgrammeTexts,
  type SessionTexts,
} from '@kopa/domain';
import { calendarDate, id, instant, texts } from './scalars.js';

export const eventFacts = z
  .object({
    id,
    slug: z.string(),
    title: texts,
    subtitle: texts,
    description: texts,
    place: texts,
    zone: z.string(),
    firstDay: calendarDate,
    lastDay: calendarDate,
    dayChangeHour: z.int().min(0).max(12),
    languages: z.array(z.string()).min(1),
    uidHost: z.string(),
  })
  .meta({ id: 'Event' });

export const day = z
  .object({ date: calendarDate, startsAt: instant, endsAt: instant, title: texts, theme: texts })
  .meta({ id: 'Day' });

export const venue = z
  .object({
    id,
    name: texts,
    address: z.string(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    /** Minutes to other venues by their id, where organisers said so; the way back takes as long unless that one says otherwise. */
    minutesTo: z.record(z.string(), z.int()).exactOptional(),
  })
  .meta({ id: 'Venue' });

export const room = z
  .object({
    id,
    kind: z.enum(['physical', 'online']),
    name: texts,
    position: z.int(),
    venueId: id.nullable(),
    seats: z.int().nullable(),
    provider: z.string().nullable(),
    access: z.enum(['public', 'registered']),
  })
  .meta({ id: 'Room' });

export const track = z
  .object({ id, name: texts, slug: z.string(), colour: z.string().nullable(), position: z.int() })
  .meta({ id: 'Track' });

export const speaker = z
  .object({ id: z.string(), code: z.string(), name: z.string(), organisation: texts, country: z.string().nullable() })
  .meta({ id: 'Speaker' });

export const funder = z
  .object({
    id,
    name: texts,
    programme: texts,
    grantNumber: z.string(),
    acknowledgement: texts,
    logos: z.array(z.object({ name: z.string(), url: z.string() })),
    position: z.int(),
  })
  .meta({ id: 'Funder' });

export const item = z.object({ title: texts, speakerId: z.string().nullable(), minutes: z.int().min(0) });

export const addOn = z
  .object({
    meetAt: instant.nullable(),
    departAt: instant.nullable(),
    returnAt: instant.nullable(),
    meetingPoint: texts,
    travelMinutes: z.int().min(0).nullable(),
    minimumNumber: z.int().min(0).nullable(),
    goNoGoAt: instant.nullable(),
    bring: texts,
    minimumAge: z.int().min(0).max(120).nullable(),
  })
  .meta({ id: 'AddOn' });

/** As published: `departAt` is later than `plannedDepartAt` while the departure is held. */
export const publishedAddOn = addOn.extend({ plannedDepartAt: instant.nullable() }).meta({ id: 'PublishedAddOn' });

export const capacity = z.object({ 'in-person': z.int().min(0).nullable(), online: z.int().min(0).nullable() });

export const slot = z
  .object({
    id,
    version: z.int().min(1),
    status: z.enum(slotStatuses),
    plannedStartsAt: instant,
    plannedEndsAt: instant,
    plannedRoomId: id.nullable(),
    plannedOnlineRoomId: id.nullable(),
    startsAt: instant,
    endsAt: instant,
    roomId: id.nullable(),
    onlineRoomId: id.nullable(),
    reason: texts.nullable(),
    changedAt: instant,
    /** Whose turn it is among the session's items, as it was said on the day; missing while it goes by the clock. */
    turn: z.object({ item: z.int().min(0), startedAt: instant }).exactOptional(),
    /** Code of the session with which it was swapped on the day; missing unless it was. */
    swappedWith: z.string().exactOptional(),
  })
  .meta({ id: 'Slot' });

/** Shared by draft, release and programme. */
export const sessionFactsShape = {
  id,
  code: z.string(),
  title: texts,
  subtitle: texts,
  kind: z.enum(sessionKinds),
  language: z.string().nullable(),
  otherLanguages: z.array(z.string()),
  interpretation: z.array(z.string()),
  capacity,
  trackId: id.nullable(),
  speakerIds: z.array(z.string()),
  items: z.array(item),
  addOn: addOn.nullable(),
  alternativeOf: z.string().nullable(),
};

export const session = z
  .object({
    ...sessionFactsShape,
    mode: z.enum(modes).nullable(),
    addOn: publishedAddOn.nullable(),
    slots: z.array(slot),
  })
  .meta({ id: 'Session' });

export const release = z
  .object({ number: z.int().min(1), name: z.string(), message: z.string(), publishedAt: instant })
  .meta({ id: 'Release' });

export const programme = z
  .object({
    epoch: z.string(),
    seq: z.int().min(0),
    release,
    event: eventFacts,
    days: z.array(day),
    venues: z.array(venue),
    rooms: z.array(room),
    tracks: z.array(track),
    speakers: z.array(speaker),
    funders: z.array(funder),
    sessions: z.array(session),
  })
  .meta({ id: 'Programme' });

export const sessionTexts = z
  .object({
    abstract: texts,
    description: texts,
    materials: z.array(z.object({ title: z.string(), url: z.string() })),
  })
  .meta({ id: 'SessionTexts' });

export const programmeTexts = z
  .object({ sessions: z.record(z.string(), sessionTexts), speakers: z.record(z.string(), texts) })
  .meta({ id: 'ProgrammeTexts' });

const patchOf = <T extends z.ZodType>(of: T) => z.object({ upserted: z.array(of), removed: z.array(z.string()) });

const slotChange = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.enum(slotChangeTypes),
  session: z.string(),
  slot,
  reason: texts.nullable(),
  causedBy: z.string().nullable(),
});

const logisticsUpdated = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.literal('logistics.updated'),
  session: z.string(),
  addOn: publishedAddOn,
  slots: z.array(slot),
  reason: texts.nullable(),
});

const programmeReleased = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.literal('programme.released'),
  release,
  textsChanged: z.boolean(),
  summary: z.object({ added: z.int(), moved: z.int(), changed: z.int(), removed: z.int() }),
  patch: z
    .object({
      event: eventFacts.nullable(),
      days: z.array(day).nullable(),
      venues: patchOf(venue),
      rooms: patchOf(room),
      tracks: patchOf(track),
      speakers: patchOf(speaker),
      funders: patchOf(funder),
      sessions: patchOf(session),
    })
    .exactOptional(),
  refetch: z.literal(true).exactOptional(),
});

export const announcement = z
  .object({
    id,
    postedAt: instant,
    texts,
    kind: z.enum(announcementKinds),
    /** When a sticky one is over; null when it stays until it is taken down. */
    until: instant.nullable(),
    withdrawnAt: instant.nullable(),
  })
  .meta({ id: 'Announcement' });

/** A row of the `event` stream, or of one's own, that tells of what is said to many. */
export const announcementChange = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.enum(['announcement.posted', 'announcement.withdrawn']),
  announcement,
});

/** A row of the public `event` stream; every row carries the after-image of what it names. */
export const change = z
  .union([slotChange, logisticsUpdated, programmeReleased, announcementChange])
  .meta({ id: 'Change' });

/** `change` on the socket and the answer of `GET changes`: the rows after `from` up to `seq`, in order. */
export const changeBatch = z
  .object({
    stream: z.string(),
    epoch: z.string(),
    from: z.int().min(0),
    seq: z.int().min(0),
    changes: z.array(change),
  })
  .meta({ id: 'ChangeBatch' });

export const eventSummary = z
  .object({
    slug: z.string(),
    title: texts,
    subtitle: texts,
    place: texts,
    zone: z.string(),
    firstDay: calendarDate,
    lastDay: calendarDate,
    languages: z.array(z.string()),
  })
  .meta({ id: 'EventSummary' });
export type EventSummary = z.infer<typeof eventSummary>;

export const eventState = z.enum(eventStates);

/**
 * The vocabulary lives in `domain` as plain types, the wire here; these lines fail to compile when they drift apart.
 * (`domain` may not know zod, so the types cannot be inferred there.)
 */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const wireAgreesWithDomain: [
  Same<z.infer<typeof programme>, Programme>,
  Same<z.infer<typeof programmeTexts>, ProgrammeTexts>,
  Same<z.infer<typeof sessionTexts>, SessionTexts>,
  Same<z.infer<typeof change>, Change>,
] = [true, true, true, true];
