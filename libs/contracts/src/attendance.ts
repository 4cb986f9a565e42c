import { z } from 'zod';
import { attendanceModes, markStates, placeModes, placeStatuses } from '@kopa/domain';
import { registrationStatuses, walkInRequest } from './registration.js';
import { calendarDate, count, id, instant, sessionCode, text } from './scalars.js';

const reason = text.trim().max(500, 'at most 500 characters');

const walkInFacts = walkInRequest.pick({ name: true, locale: true, organisation: true, telephone: true });

/** Body of `POST /events/:slug/door/walk-ins`: somebody who stands at the door. */
export const doorWalkIn = walkInFacts
  .extend({
    /** Who gives none gets no mail; all else is theirs all the same. */
    email: walkInRequest.shape.email.or(z.literal('')).default(''),
    day: calendarDate,
    mode: z.enum(['in-person', 'both', 'online']).default('in-person'),
    bookings: walkInRequest.shape.bookings,
    /** Why places over the capacity, or before those who wait, are given. Seats in a coach never are. */
    overBecause: reason.default(''),
    /** When they stood there: a phone without a connection sends it later. */
    at: instant,
  })
  .meta({ id: 'DoorWalkIn' });
export type DoorWalkIn = z.infer<typeof doorWalkIn>;
export type DoorWalkInInput = z.input<typeof doorWalkIn>;

/** Answer of `POST /events/:slug/door/walk-ins`. */
export const doorWalkInAnswer = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    /** When they arrived; null of who follows online. */
    arrivedAt: instant.nullable(),
    /** Where a place over the capacity was given: `day`, `event`, or the code of a session. */
    over: z.array(z.string()),
  })
  .meta({ id: 'DoorWalkInAnswer' });
export type DoorWalkInAnswer = z.infer<typeof doorWalkInAnswer>;

/** Body of `PUT /events/:slug/door/arrivals/:day/:code` and `PUT /events/:slug/coaches/:session/marks/:code`. */
export const attendanceMark = z.strictObject({ state: z.enum(markStates), at: instant }).meta({ id: 'AttendanceMark' });
export type AttendanceMark = z.infer<typeof attendanceMark>;

/** What holds after a mark: the later of what was said, which may be somebody else's. */
export const attendanceMarkAnswer = z
  .object({
    code: z.string(),
    name: z.string(),
    state: z.enum(markStates),
    /** When it was said. */
    at: instant,
    /** Since when they are there; null unless they are. */
    presentAt: instant.nullable(),
  })
  .meta({ id: 'AttendanceMarkAnswer' });
export type AttendanceMarkAnswer = z.infer<typeof attendanceMarkAnswer>;

/** Somebody as a door knows them: no more than it takes to let them in. */
export const doorPerson = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    organisation: z.string(),
    status: z.enum(registrationStatuses),
    /** How they take part in the day. */
    mode: z.enum(attendanceModes),
    /** The ticket that holds, as its code says it. */
    ticketVersion: z.int(),
    presentAt: instant.nullable(),
    /** When the last was said of them at this day's door; null when nothing was. */
    markedAt: instant.nullable(),
    /** Codes of what they booked in person, confirmed. */
    sessions: z.array(z.string()),
  })
  .meta({ id: 'DoorPerson' });
export type DoorPerson = z.infer<typeof doorPerson>;

/** Query of `GET /events/:slug/door/people`. */
export const doorQuery = z.strictObject({
  day: calendarDate,
  q: z.string().max(100).optional(),
  limit: z.coerce.number('must be a number').int().min(1).max(500, 'at most 500').default(500),
  after: z.string().max(100).optional(),
});
export type DoorQuery = z.infer<typeof doorQuery>;

export const doorPeople = z
  .object({
    items: z.array(doorPerson),
    next: z.string().nullable(),
    /** From when on a phone keeps none of it any more. */
    keepUntil: instant,
  })
  .meta({ id: 'DoorPeople' });
export type DoorPeople = z.infer<typeof doorPeople>;

/** Body of `POST /events/:slug/door/tickets`. */
export const ticketToRead = z.strictObject({ ticket: text.max(200), day: calendarDate }).meta({ id: 'TicketToRead' });
export type TicketToRead = z.infer<typeof ticketToRead>;
export const ticketRead = z
  .object({
    /** `unknown`: we did not sign it, or it is of another event. */
    state: z.enum(['valid', 'replaced', 'cancelled', 'unknown']),
    person: doorPerson.nullable(),
  })
  .meta({ id: 'TicketRead' });
export type TicketRead = z.infer<typeof ticketRead>;

/** One line of a guide's list. */
export const coachPerson = z
  .object({
    code: z.string(),
    name: z.string(),
    /** Empty when none was given, or when it is no longer kept. */
    telephone: z.string(),
    booking: z.enum(placeStatuses),
    /** Of the seat; null: they go their own way, or there is no coach. */
    seat: z.enum(placeStatuses).nullable(),
    /** What the guide said of them, and when. */
    state: z.enum(markStates),
    at: instant.nullable(),
    presentAt: instant.nullable(),
  })
  .meta({ id: 'CoachPerson' });
export type CoachPerson = z.infer<typeof coachPerson>;

/** Answer of `GET /events/:slug/coaches/:session`: who goes, who waits, who cancelled. */
export const coachList = z
  .object({
    session: sessionCode,
    /** Seats of the coach; null where there is none. */
    seats: z.object({ capacity: count.nullable(), taken: count }).nullable(),
    people: z.array(coachPerson),
    keepUntil: instant,
  })
  .meta({ id: 'CoachList' });
export type CoachList = z.infer<typeof coachList>;

/** Query of `GET /events/:slug/attendance-sheet.pdf`: of a day, or of a session of it. */
export const sheetQuery = z
  .strictObject({
    day: calendarDate.optional(),
    session: sessionCode.optional(),
    lang: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"')
      .optional(),
    /** Empty rows after the names, for who comes unannounced. */
    blank: z.coerce.number('must be a number').int('must be whole').min(0).max(200, 'at most 200').default(10),
    /** A column that says how somebody takes part. */
    mode: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
  })
  .refine(({ day, session }) => (day === undefined) !== (session === undefined), {
    message: 'must name either a day or a session',
    path: ['day'],
  });
export type SheetQuery = z.infer<typeof sheetQuery>;

/** `GET /events/:slug/desk/starting`: seats and waitlists of what starts next. */
export const startingSeats = z
  .object({
    at: instant,
    items: z.array(
      z.object({
        session: z.string(),
        /** When people must be there. */
        from: instant,
        isAddOn: z.boolean(),
        /** Of each mode in which it can be booked; `capacity` null: not limited. */
        pools: z.array(
          z.object({ mode: z.enum(placeModes), capacity: count.nullable(), taken: count, waiting: count }),
        ),
        /** Of those with a place in person, who has arrived that day or boarded. */
        checkedIn: count,
      }),
    ),
  })
  .meta({ id: 'StartingSeats' });
export type StartingSeats = z.infer<typeof startingSeats>;
