import { z } from 'zod';
import { placeModes } from '@kopa/domain';
import { because } from './registration.js';
import { calendarDate, count, id, instant, pageQuery, texts } from './scalars.js';

/** What places are of: the event, a day, a session, the coach to it. */
export const placeScope = z.enum(['event', 'day', 'session', 'seat']);
const placeMode = z.enum(placeModes);

/** A pool by its name: `key` is a session's code, a day's date, or `all` for the event. */
export const poolParams = z.strictObject({ scope: placeScope, key: z.string().max(40), mode: placeMode });
export type PoolParams = z.infer<typeof poolParams>;

/** Places of one mode, how many wait for them, and how a free one goes to who is next. */
export const waitlist = z
  .object({
    ...poolParams.shape,
    /** Of the session; empty for days and the event. */
    title: texts,
    /** When what it is for begins; null when that is not known. */
    startsAt: instant.nullable(),
    version: z.int(),
    capacity: count.nullable(),
    /** Confirmed and offered. */
    taken: count,
    offered: count,
    /** When the first offer passes on, if nobody answers it. */
    offeredUntil: instant.nullable(),
    /** Who could take a place now. */
    waiting: count,
    /** Who waits for the place of their day first. */
    waitingForDay: count,
    /** Of those who could take a place, who said that short notice is fine. */
    waitingAtShortNotice: count,
    /** How many were given over the capacity or before those who wait. */
    givenOver: count,
    promotion: z.enum(['automatic', 'offer']),
    offerMinutes: count,
    /** How a free place goes to who is next now; `nobody` of what is over or cancelled. */
    how: z.enum(['automatic', 'offer', 'short notice', 'nobody']),
  })
  .meta({ id: 'Waitlist' });
export type Waitlist = z.infer<typeof waitlist>;

/** Query of `GET /events/:slug/waitlists`. */
export const waitlistsQuery = z.strictObject({
  ...pageQuery.shape,
  after: z.string().max(200).optional(),
  day: calendarDate.optional(),
  mode: placeMode.optional(),
  /** Part of a session's title or code, or of a date. */
  q: z.string().max(100).optional(),
  /** `waiting` (the default): where somebody waits or is offered a place; `all`: all that are limited. */
  show: z.enum(['waiting', 'all']).default('waiting'),
});
export type WaitlistsQuery = z.infer<typeof waitlistsQuery>;

/** Answer of `GET /events/:slug/waitlists`: what begins first is first. */
export const waitlists = z.object({ items: z.array(waitlist), next: z.string().nullable() }).meta({ id: 'Waitlists' });
export type Waitlists = z.infer<typeof waitlists>;

export const queued = z.object({
  place: id,
  /** Null for who may not read registrations. */
  code: z.string().nullable(),
  name: z.string().nullable(),
  status: z.enum(['offered', 'waitlisted']),
  /** 1 for the next to be served; null for who is offered a place, or waits for their day first. */
  position: z.int().min(1).nullable(),
  since: instant,
  offeredUntil: instant.nullable(),
  waitsForDay: z.boolean(),
  atShortNotice: z.boolean(),
});
export type Queued = z.infer<typeof queued>;

/** Answer of `GET /events/:slug/waitlists/:scope/:key/:mode`: offers first, then who waits, in order. */
export const queue = z
  .object({ waitlist, items: z.array(queued), next: z.string().nullable() })
  .meta({ id: 'WaitlistQueue' });
export type Queue = z.infer<typeof queue>;

/** Body of `PATCH /events/:slug/waitlists/:scope/:key/:mode`. */
export const capacityPatch = z.strictObject({ capacity: count.nullable() }).meta({ id: 'CapacityPatch' });
export type CapacityPatch = z.infer<typeof capacityPatch>;

/** Answer to it: how it stands, and how many who waited were given or offered a place by that. */
export const capacityAnswer = z.object({ waitlist, promoted: count }).meta({ id: 'CapacityAnswer' });
export type CapacityAnswer = z.infer<typeof capacityAnswer>;

/** Body of `POST /events/:slug/registrations/:code/bookings/:id/promote`. `isOver`: also over the capacity. */
export const promotionOrder = because
  .unwrap()
  .extend({ isOver: z.boolean().default(false) })
  .prefault({});
export type PromotionOrder = z.infer<typeof promotionOrder>;
