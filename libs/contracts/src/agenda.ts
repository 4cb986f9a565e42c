import { z } from 'zod';
import {
  agendaReasons,
  alterationKinds,
  attendanceModes,
  placeModes,
  type AgendaConflict,
  type Alteration,
  type Alternative,
} from '@kopa/domain';
import { calendarDate, count, id, instant, sessionCode, texts } from './scalars.js';

const mode = z.enum(placeModes, `must be one of ${placeModes.join(', ')}`);
const attendance = z.enum(attendanceModes);
const pair = z.tuple([z.string(), z.string()]);
const single = z.tuple([z.string()]);

export const agendaConflict = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('overlap'),
      slots: pair,
      sessions: pair,
      startsAt: instant,
      endsAt: instant,
      isOnTheWay: z.boolean(),
    }),
    z.object({
      kind: z.literal('travel'),
      slots: pair,
      sessions: pair,
      minutesShort: count,
      isMissed: z.boolean(),
      isOnTheWay: z.boolean(),
    }),
    z.object({
      kind: z.literal('mode'),
      slots: single,
      sessions: single,
      mode: mode.nullable(),
      day: attendance,
    }),
  ])
  .meta({ id: 'AgendaConflict' });

export const alternative = z
  .object({
    kind: z.enum(['slot', 'online', 'fallback', 'recording']),
    of: z.string(),
    session: z.string(),
    mode,
    isOnTheWay: z.boolean(),
  })
  .meta({ id: 'Alternative' });

/** A conflict with what can be done instead of one or the other. */
const conflictInAgenda = z.intersection(agendaConflict, z.object({ alternatives: z.array(alternative) }));
export type ConflictInAgenda = z.infer<typeof conflictInAgenda>;

export const agendaItem = z
  .object({
    session: z.string(),
    /** Id of the slot; its times, rooms and status are in the programme. */
    slot: id,
    because: z.enum(agendaReasons),
    booking: id.nullable(),
    status: z.enum(['confirmed', 'waitlisted', 'offered']).nullable(),
    isCancelled: z.boolean(),
    /** Effective mode. */
    mode: mode.nullable(),
    day: attendance,
    date: calendarDate,
    startsAt: instant,
    endsAt: instant,
    /** When to be at the meeting point; the start where there is no journey. */
    dueAt: instant,
    /** With a journey from the departure to the return. */
    leavesAt: instant,
    returnsAt: instant,
    /** Where to join, for those who may: opens from a quarter of an hour before the start. */
    join: z.url().optional(),
  })
  .meta({ id: 'AgendaItem' });
export type AgendaEntry = z.infer<typeof agendaItem>;

export const star = z.object({ session: z.string(), mode: mode.nullable() }).meta({ id: 'Star' });

export type Star = z.infer<typeof star>;

/** Answer of `GET /events/:slug/me/agenda`. */
export const agendaView = z
  .object({
    /** When it was made, and of which programme. */
    at: instant,
    epoch: z.string(),
    seq: z.int(),
    /** In order of start. */
    items: z.array(agendaItem),
    conflicts: z.array(conflictInAgenda),
    stars: z.array(star),
    /** To subscribe to; `webcal:` opens it in a calendar. */
    feedUrl: z.url(),
    /** Mail that is not essential, and whether it is wanted. */
    mail: z.object({ reminders: z.boolean(), changes: z.boolean(), messages: z.boolean() }),
  })
  .meta({ id: 'Agenda' });
export type AgendaView = z.infer<typeof agendaView>;

/** Body of `PUT /events/:slug/me/stars/:code`: in which mode a hybrid session is followed; null as the day is. */
export const starOrder = z.strictObject({ mode: mode.nullable().default(null) }).prefault({});
export type StarOrder = z.infer<typeof starOrder>;

/**
 * Body of `POST /events/:slug/me/agenda/swaps`: gives up one session and takes another (or the same in another mode), in
 * one go. Nothing is given up where the other is full.
 */
export const swapOrder = z.strictObject({
  from: sessionCode,
  to: z.strictObject({ session: sessionCode, mode }),
});
export type SwapOrder = z.infer<typeof swapOrder>;

/** Answer of `POST /events/:slug/me/feed/reissue`: the old address opens nothing any more. */
export const feedAddress = z.object({ feedUrl: z.url() }).meta({ id: 'FeedAddress' });
export type FeedAddress = z.infer<typeof feedAddress>;

/** Body of `PUT /events/:slug/me/mail`. What is left out stays. */
export const mailChoices = z
  .strictObject({ reminders: z.boolean(), changes: z.boolean(), messages: z.boolean() })
  .partial();
export type MailChoices = z.infer<typeof mailChoices>;

/** Mail that is not essential. */
export const mutedKinds = ['reminders', 'changes', 'messages'] as const;
export type MutedKind = (typeof mutedKinds)[number];

/** Body of `POST /mail/unsubscribe`: the token of a mail's link; `wanted: true` takes it back. */
export const unsubscribeOrder = z.strictObject({
  token: z.string().max(200),
  kind: z.enum(mutedKinds, `must be ${mutedKinds.join(' or ')}`),
  wanted: z.boolean().default(false),
});
export type UnsubscribeOrder = z.infer<typeof unsubscribeOrder>;

/** Its answer: which event it is, and what is wanted from now on. */
export const unsubscribed = z
  .object({ event: z.string(), reminders: z.boolean(), changes: z.boolean(), messages: z.boolean() })
  .meta({ id: 'Unsubscribed' });
export type Unsubscribed = z.infer<typeof unsubscribed>;

/** Answer of `GET /events/:slug/me/ticket`. `code` is what the QR code holds: signed, and nothing of the person in it. */
export const ticket = z
  .object({
    code: z.string(),
    registration: z.string(),
    name: z.string(),
    days: z.array(
      z.object({ date: calendarDate, mode: attendance, status: z.enum(['confirmed', 'waitlisted', 'offered']) }),
    ),
    /** Add-ons with a confirmed place. */
    addOns: z.array(
      z.object({
        session: z.string(),
        title: texts,
        startsAt: instant,
        endsAt: instant,
        meetAt: instant.nullable(),
        departAt: instant.nullable(),
        returnAt: instant.nullable(),
        meetingPoint: texts,
        hasSeat: z.boolean(),
      }),
    ),
    issuedAt: instant,
  })
  .meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof ticket>;

export const alteration = z
  .object({ kind: z.enum(alterationKinds), slot: z.string().nullable(), from: z.unknown(), to: z.unknown() })
  .meta({ id: 'Alteration' });

export const joinStatuses = ['open', 'early', 'over', 'cancelled', 'none', 'full', 'denied'] as const;
export type JoinStatus = (typeof joinStatuses)[number];

/** Answer of `GET /events/:slug/join/:slot`: whether who asks can join now, and if not, why not. */
export const joinState = z
  .object({
    session: z.string(),
    slot: id,
    /**
     * `early` before it opens; `none` without an online room or link; `full` where online places are limited and who asks
     * has none; `denied` for who is not registered.
     */
    status: z.enum(joinStatuses),
    opensAt: instant,
    startsAt: instant,
    endsAt: instant,
    /** Where to go when it is open. */
    join: z.url().nullable(),
    reason: texts.nullable(),
  })
  .meta({ id: 'JoinState' });
export type JoinState = z.infer<typeof joinState>;

/** Answer of `GET /events/:slug/speakers/:code/link`: what a speaker joins by, each slot by its own address. */
export const speakerLink = z
  .object({
    speaker: z.string(),
    page: z.url(),
    joins: z.array(z.object({ session: z.string(), slot: id, url: z.url() })),
  })
  .meta({ id: 'SpeakerLink' });
export type SpeakerLink = z.infer<typeof speakerLink>;

/** Rows of the `me` stream that tell of a change: what it was, what it is, and why. */
export const agendaChanged = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.literal('agenda.changed'),
  session: z.string(),
  title: texts,
  alterations: z.array(alteration),
  reason: texts.nullable(),
});
export type AgendaChanged = z.infer<typeof agendaChanged>;

export const agendaConflicted = z.object({
  seq: z.int().min(1),
  at: instant,
  type: z.literal('agenda.conflicted'),
  conflicts: z.array(conflictInAgenda),
});
export type AgendaConflicted = z.infer<typeof agendaConflicted>;

export const mailStates = ['due', 'sent', 'refused', 'given-up', 'dropped'] as const;
export type MailState = (typeof mailStates)[number];

/** Query of `GET /events/:slug/mails`: the newest first. */
export const mailQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a mail')
    .optional(),
  state: z.enum(mailStates).optional(),
  kind: z.string().max(40).optional(),
  /** Code of the registration that it is about. */
  registration: z.string().max(40).optional(),
  /** Id of the message that it is a copy of. */
  message: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a message')
    .optional(),
});
export type MailQuery = z.infer<typeof mailQuery>;

/** Answer of `GET /events/:slug/mails/:id/content`: the letter as it would be sent now, or why it would not. */
export const mailContent = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    files: z.array(z.object({ name: z.string(), type: z.string(), bytes: count })),
    dropped: z.string().nullable(),
  })
  .meta({ id: 'MailContent' });
export type MailContent = z.infer<typeof mailContent>;

/** A mail as organisers see it: written, sent, refused by the receiving server, given up after many attempts. */
export const mail = z
  .object({
    id: z.string(),
    kind: z.string(),
    recipient: z.string(),
    /** Code of the registration that it is about. */
    registration: z.string().nullable(),
    locale: z.string(),
    state: z.enum(mailStates),
    writtenAt: instant,
    attempts: count,
    /** When it is tried next. */
    dueAt: instant.nullable(),
    sentAt: instant.nullable(),
    /** What the receiving server said last. */
    response: z.string().nullable(),
    subject: z.string().nullable(),
  })
  .meta({ id: 'Mail' });
export type Mail = z.infer<typeof mail>;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const agendaAgreesWithDomain: [
  Same<z.infer<typeof agendaConflict>, AgendaConflict>,
  Same<z.infer<typeof alternative>, Alternative>,
  Same<z.infer<typeof alteration>['kind'], Alteration['kind']>,
] = [true, true, true];
