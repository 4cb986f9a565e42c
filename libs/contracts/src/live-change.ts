import { z } from 'zod';
import { dayFates } from '@kopa/domain';
import { change, publishedAddOn, slot } from './programme.js';
import { calendarDate, count, id, instant, minutes, sessionCode, texts } from './scalars.js';

const seen = {
  session: sessionCode,
  /** The version of the slot that the sender saw; a late one gets 412. */
  slotVersion: z.int().min(1).optional(),
  reason: texts.optional(),
};
const target = {
  ...seen,
  /** May be left out when the session has one slot. */
  slot: id.optional(),
};

/** Body of `POST /events/:slug/live-changes`. */
export const liveChangeRequest = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('delay'), ...target, minutes, cascade: z.boolean().default(false) }),
    z.strictObject({
      type: z.literal('move'),
      ...target,
      startsAt: instant.optional(),
      /** null takes the physical room away. */
      roomId: id.nullable().optional(),
      /** null takes the online room away. */
      onlineRoomId: id.nullable().optional(),
    }),
    z.strictObject({ type: z.literal('extend'), ...target, minutes, cascade: z.boolean().default(false) }),
    /**
     * Holds the departure of an add-on; negative takes a hold back, as far as the plan. It concerns the session with all
     * its slots, whose times stay; `slotVersion` is that of the first of them.
     */
    z.strictObject({ type: z.literal('hold'), ...seen, minutes }),
    /** Two slots exchange starts and rooms, each keeps its length; `withVersion` is the version seen of the other. */
    z.strictObject({ type: z.literal('swap'), ...target, withSlot: id, withVersion: z.int().min(1).optional() }),
    /** Starts an item in turn, by its position from 0; left out, the one that follows; null: turns go by the clock again. */
    z.strictObject({ type: z.literal('next'), ...target, item: z.int().min(0).nullable().optional() }),
    z.strictObject({ type: z.literal('cancel'), ...target }),
    z.strictObject({ type: z.literal('reinstate'), ...target }),
    z.strictObject({ type: z.literal('start'), ...target }),
    z.strictObject({ type: z.literal('end'), ...target }),
    /**
     * A whole day goes online: what it has in person and is not over. What has an online room goes there; for the rest it
     * is to be chosen whether it goes to an online room, stays in person or is cancelled (422 `day.undecided`).
     */
    z.strictObject({
      type: z.literal('go-online'),
      date: calendarDate,
      choices: z
        .array(
          z.strictObject({
            slot: id,
            /** The version of the slot that the sender saw; a late one gets 412. */
            version: z.int().min(1).optional(),
            to: z.enum(dayFates),
            /** Left out: the online room that is known of the slot. */
            onlineRoomId: id.optional(),
          }),
        )
        .max(2000)
        .default([]),
      reason: texts.optional(),
    }),
    /** Takes that back: what still stands as it was left gets its rooms back, what was cancelled takes place. */
    z.strictObject({
      type: z.literal('return-in-person'),
      date: calendarDate,
      /** Only these of what was switched, so that the second of two switches can be taken back alone. */
      slots: z.array(id).max(2000).optional(),
      reason: texts.optional(),
    }),
  ])
  .meta({ id: 'LiveChangeRequest' });
export type LiveChangeRequest = z.infer<typeof liveChangeRequest>;
/** A change of a whole day. */
export type DayChangeRequest = Extract<LiveChangeRequest, { date: string }>;
/** A change of one session, whatever moves along. */
export type SessionChangeRequest = Exclude<LiveChangeRequest, DayChangeRequest>;

export const previewQuery = z.strictObject({ preview: z.enum(['0', '1']).optional() });

export const liveChangeAnswer = z.object({ seq: z.int(), changes: z.array(change) }).meta({ id: 'LiveChangeAnswer' });
export type LiveChangeAnswer = z.infer<typeof liveChangeAnswer>;

const pair = z.tuple([z.string(), z.string()]);

/** Two slots that want the same room or person at the same time. */
export const programmeClash = z
  .object({
    kind: z.enum(['room', 'online-room', 'speaker']),
    /** The room or speaker. */
    id: z.string(),
    slots: pair,
    sessions: pair,
    startsAt: instant,
    endsAt: instant,
  })
  .meta({ id: 'ProgrammeClash' });

const departure = {
  /** Code of the add-on. */
  session: z.string(),
  departAt: instant,
  /** Code of the session that ends too late for it, and when. */
  because: z.string(),
  endsAt: instant,
};

/** A departure that people of a slot could reach before the change and cannot after it. */
export const missedDeparture = z.object(departure).meta({ id: 'MissedDeparture' });

/** What a change would mean for people. */
export const peopleHit = z
  .object({
    /** Who booked or starred what changes. */
    concerned: count,
    /** To whom it makes a conflict in their agenda. */
    clashing: count,
    /** Each departure that comes into question once with each session that ends too late for it. */
    departures: z.array(
      z.object({
        ...departure,
        /** Who has a place on it. */
        booked: count,
        /** Of these, who would miss it. */
        missing: count,
      }),
    ),
  })
  .meta({ id: 'PeopleHit' });
export type PeopleHit = z.infer<typeof peopleHit>;

const extension = z.object({
  type: z.literal('extend'),
  session: z.string(),
  slot: id,
  minutes: z.int(),
  cascade: z.boolean(),
});

/** What can be done about departures that a change makes people miss; `change` can be sent as it is. */
export const departureOption = z
  .discriminatedUnion('option', [
    /** Hold it, after the change, until all reach it. */
    z.object({
      option: z.literal('hold'),
      when: z.literal('after'),
      change: z.object({ type: z.literal('hold'), session: z.string(), minutes: z.int() }),
    }),
    /** Let the session end in time: by another extension instead of the change (null: by none), or by cutting it after. */
    z.object({
      option: z.literal('end-on-time'),
      when: z.enum(['after', 'instead']),
      change: extension.nullable(),
    }),
    /** Let it leave without them. */
    z.object({ option: z.literal('leave'), when: z.literal('after'), change: z.null() }),
  ])
  .meta({ id: 'DepartureOption' });

/** What a day that goes online, or comes back, means for those who come in person. */
export const dayPeople = z
  .object({
    /** Who comes in person that day. */
    inPerson: count,
    /** Of these, who has a place in person in what changes. */
    booked: count,
    /** Places in person that are kept while their session is followed online. */
    online: count,
    /** Waiting for such a place; they follow online without one. */
    waiting: count,
    /** Places in what is cancelled. */
    cancelled: count,
    /** Places in person in what stays. */
    staying: count,
  })
  .meta({ id: 'DayPeople' });
export type DayPeople = z.infer<typeof dayPeople>;

/** A slot of a day that goes online, and what becomes of it. */
export const dayPreview = z
  .object({
    date: calendarDate,
    slots: z.array(
      z.object({
        session: z.string(),
        slot,
        /** The online room that is known of it. */
        knownRoomId: id.nullable(),
        /** An add-on without an online room cannot. */
        canGoOnline: z.boolean(),
        /** null: to be chosen. */
        to: z.enum(dayFates).nullable(),
        onlineRoomId: id.nullable(),
      }),
    ),
    people: dayPeople,
  })
  .meta({ id: 'DayPreview' });
export type DayPreview = z.infer<typeof dayPreview>;

/** `GET /events/:slug/online-days`: the days that were switched to online and have not come back. */
export const onlineDays = z
  .object({ items: z.array(z.object({ date: calendarDate, at: instant, reason: texts.nullable() })) })
  .meta({ id: 'OnlineDays' });
export type OnlineDays = z.infer<typeof onlineDays>;

export const liveChangePreview = z
  .object({
    slots: z.array(z.object({ session: z.string(), type: z.string(), slot, causedBy: z.string().nullable() })),
    /** The logistics after the change where a departure is held. */
    logistics: z.object({ session: z.string(), addOn: publishedAddOn, reason: texts.nullable() }).nullable(),
    clashes: z.array(programmeClash),
    missedDepartures: z.array(missedDeparture),
    people: peopleHit,
    options: z.array(departureOption),
    /** Of a whole day. */
    day: dayPreview.optional(),
  })
  .meta({ id: 'LiveChangePreview' });
export type LiveChangePreview = z.infer<typeof liveChangePreview>;
