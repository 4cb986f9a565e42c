import { z } from 'zod';
import type { Day, EventFacts, Funder, Room, Track, Venue } from '@kopa/domain';
import { calendarDate, count, eventSlug, id, text, texts, titled } from './scalars.js';

/** Addresses of organisers' pages that are no event's. */
const reserved = new Set(['account', 'new']);
const newSlug = eventSlug.refine((slug) => !reserved.has(slug), 'is the address of another page');

const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"');
const languages = z
  .array(language)
  .min(1, 'must name at least one language')
  .max(12)
  .refine((list) => new Set(list).size === list.length, 'must name each language once');

const patchOf = <T extends z.ZodType>(one: T) =>
  z.strictObject({ upserted: z.array(one).max(500).default([]), removed: z.array(id).max(500).default([]) });

const position = count.max(100_000);
const venue = z
  .strictObject({
    id,
    name: titled,
    address: text.max(500),
    latitude: z.number().min(-90).max(90).nullable(),
    longitude: z.number().min(-180).max(180).nullable(),
    /** Minutes to other venues by their id; the way back takes as long unless that one says otherwise. */
    minutesTo: z.record(id, z.int().min(0).max(1440)).exactOptional(),
  })
  .refine(({ latitude, longitude }) => (latitude === null) === (longitude === null), {
    path: ['longitude'],
    message: 'goes together with latitude',
  });
const room = z.strictObject({
  id,
  kind: z.enum(['physical', 'online']),
  name: titled,
  position,
  venueId: id.nullable(),
  seats: count.nullable(),
  provider: text.max(80).nullable(),
  access: z.enum(['public', 'registered']),
  /** Where an online room is joined; kept from everything public. null takes it away, left out it stays. */
  joinUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .nullable()
    .optional(),
});
const track = z.strictObject({
  id,
  name: titled,
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits or hyphens'),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as "#3b6e4f"')
    .nullable(),
  position,
});
/** The address of a picture: below our own root, or anywhere by https. */
const picture = z
  .string()
  .max(2000)
  .regex(/^(https:\/\/[^\s/]+\S*|\/(?!\/)\S*)$/, 'must be an https:// address of a picture');
const funder = z.strictObject({
  id,
  name: titled,
  programme: texts,
  grantNumber: text.max(200),
  acknowledgement: titled,
  logos: z.array(z.strictObject({ name: text.max(200), url: picture })).max(12),
  position,
});

/**
 * Body of `PATCH /events/:slug/draft/settings`: what is left out stays. New objects bring their id, so that undo and redo
 * keep it.
 */
export const settingsEdit = z
  .strictObject({
    event: z
      .strictObject({
        title: titled,
        subtitle: texts,
        description: texts,
        place: texts,
        zone: z.string().max(80),
        firstDay: calendarDate,
        lastDay: calendarDate,
        dayChangeHour: z.int().min(0).max(12),
        languages,
      })
      .partial(),
    days: z.array(z.strictObject({ date: calendarDate, title: texts, theme: texts })).max(60),
    venues: patchOf(venue),
    rooms: patchOf(room),
    tracks: patchOf(track),
    funders: patchOf(funder),
    /** Where speakers meet before their session; told to them alone. */
    backstageUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).nullable(),
  })
  .partial()
  .meta({ id: 'SettingsEdit' });
export type SettingsEdit = z.infer<typeof settingsEdit>;

/** A room as organisers see it, with the join link that nothing public holds. */
export interface SettingsRoom extends Room {
  joinUrl: string | null;
}

/** Answer of `GET` and `PATCH /events/:slug/draft/settings`: all of the draft that is not a session or a speaker. */
export interface EventSettings {
  /** The version that an edit must name. */
  version: number;
  event: EventFacts;
  days: Day[];
  venues: Venue[];
  rooms: SettingsRoom[];
  tracks: Track[];
  funders: Funder[];
  backstageUrl: string | null;
}

/** Body of `POST /events`: what an event needs to be of use. */
export const eventCreation = z
  .strictObject({
    slug: newSlug,
    title: titled,
    place: texts.default({}),
    zone: z.string().max(80),
    firstDay: calendarDate,
    lastDay: calendarDate,
    languages,
    /** In person: with a hall; online: with an online room. */
    modes: z
      .array(z.enum(['in-person', 'online']))
      .min(1, 'must name at least one mode')
      .refine((list) => new Set(list).size === list.length, 'must name each mode once'),
  })
  .meta({ id: 'EventCreation' });
export type EventCreation = z.infer<typeof eventCreation>;

/** Body of `POST /events/:slug/copies`: another event with the same frame, sessions and registration rules. */
export const eventCopy = z
  .strictObject({
    slug: newSlug,
    title: titled,
    firstDay: calendarDate,
    /** Whether online rooms keep the addresses at which they are joined. */
    joinLinks: z.boolean().default(false),
  })
  .meta({ id: 'EventCopy' });
export type EventCopy = z.infer<typeof eventCopy>;

/** So many days a deleted event can be restored. */
export const graceDays = 30;

/** Answer of `GET /events/:slug/deletion`, `DELETE /events/:slug` and `POST /events/:slug/restoration`. */
export interface EventDeletion {
  /** The event's version, which deleting must name. */
  version: number;
  isDeleted: boolean;
  /** From when on it cannot be restored any more and goes for good; of one that is there: if it were deleted now. */
  deletesAt: string;
  /** Until when the funder's rules keep who took part (name, organisation, attendance), if they do. */
  keptUntil: string | null;
  /** What goes with it. */
  goes: { sessions: number; releases: number; registrations: number };
}

/** Answer of `POST /events` and `POST /events/:slug/copies`. */
export interface EventMade {
  slug: string;
}
