import { z } from 'zod';
import { attendanceModes, goDecisions, isZone, placeModes, placeStatuses } from '@kopa/domain';
import { calendarDate, count, id, instant, sessionCode, text, texts, titled } from './scalars.js';

export const registrationStatuses = ['unconfirmed', 'confirmed', 'cancelled'] as const;
export type RegistrationStatus = (typeof registrationStatuses)[number];

const line = (most: number): z.ZodString =>
  text
    .trim()
    .max(most, `at most ${most} characters`)
    .refine((value) => !/[\r\n]/.test(value), 'must be one line');

const placeMode = z.enum(placeModes, `must be one of ${placeModes.join(', ')}`);
const attendanceMode = z.enum(attendanceModes, `must be one of ${attendanceModes.join(', ')}`);
const zone = line(60).refine(isZone, 'must be a time zone such as "Europe/Riga"');
const questionKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits or hyphens');

/** An answer by the kind of its question: text, one option, several options, a number, or yes and no. */
const answer = z.union([text.max(2000), z.array(text.max(200)).max(50), z.number(), z.boolean()]);
export const answers = z.record(questionKey, answer);
export type Answers = z.infer<typeof answers>;

/** What somebody agreed to: the purpose, and the text in the version that was shown. */
export const consent = z.strictObject({ purpose: questionKey, version: z.int().min(1), at: instant });
export type Consent = z.infer<typeof consent>;

const questionFacts = {
  key: questionKey,
  label: titled,
  /** Why it is asked, and on what legal basis (GDPR article 13). */
  why: texts.default({}),
  required: z.boolean().default(false),
  /** Asked only of those who have a place of this mode, or in this session. */
  mode: placeMode.nullable().default(null),
  session: sessionCode.nullable().default(null),
  /** Diet, access needs: for named roles only, left out of exports. */
  isSensitive: z.boolean().default(false),
};
/** A file's answer is the id that `POST /events/:slug/registration/files` gave. */
const options = z
  .array(z.strictObject({ key: questionKey, label: titled }))
  .min(1)
  .max(50);
export const question = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), ...questionFacts }),
    z.strictObject({ kind: z.literal('choice'), ...questionFacts, options }),
    z.strictObject({ kind: z.literal('choices'), ...questionFacts, options }),
    z.strictObject({
      kind: z.literal('number'),
      ...questionFacts,
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    z.strictObject({ kind: z.literal('yes-no'), ...questionFacts }),
    z.strictObject({ kind: z.literal('file'), ...questionFacts }),
  ])
  .meta({ id: 'Question' });
export type Question = z.infer<typeof question>;

const window = z.strictObject({
  opensAt: instant.nullable().default(null),
  closesAt: instant.nullable().default(null),
  /** Only with an invitation code; with one it is open before and after these times too. */
  byInvitation: z.boolean().default(false),
});
const always = { opensAt: null, closesAt: null, byInvitation: false };

/** What holds for the places of one session, beside how many there are. */
const sessionTerms = z.strictObject({
  /** Until when places in person are booked; without it promotions stop 12 hours before people meet. */
  bookUntil: instant.nullable().default(null),
  /** What is offered at once to who has to wait, who keeps the place in the queue meanwhile. */
  fallback: z.strictObject({ session: sessionCode, mode: placeMode }).nullable().default(null),
  /** What becomes of it when nobody decides in time whether it takes place with fewer people than the minimum. */
  withoutAnswer: z.enum(goDecisions).default('go'),
  /** A recording is promised to who cannot be there. */
  isRecorded: z.boolean().default(false),
  /** Everybody may join it online, registered or not. */
  isOpen: z.boolean().default(false),
});
export type SessionTerms = z.infer<typeof sessionTerms>;

/** Body of `PUT /events/:slug/registration`. */
export const registrationRules = z
  .strictObject({
    'in-person': window.default(always),
    online: window.default(always),
    /** By session code. */
    sessions: z.record(sessionCode, sessionTerms).default({}),
    /** Until when what the funder obliges to keep (name, organisation, attendance) outlasts an erasure. */
    keepUntil: calendarDate.nullable().default(null),
    /** Whether bookings go to calendars by mail (iMIP, RFC 6047) of those who do not subscribe to their feed. */
    sendsInvitations: z.boolean().default(false),
    questions: z
      .array(question)
      .max(60)
      .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'must have a key of its own each')
      .default([]),
    /** What may be agreed to or not: pictures, recording, directory. Never a condition. */
    consents: z
      .array(z.strictObject({ purpose: questionKey, version: z.int().min(1), text: titled }))
      .max(20)
      .default([]),
  })
  .meta({ id: 'RegistrationRules' });
export type RegistrationRules = z.infer<typeof registrationRules>;

const bookingRequest = z.strictObject({
  session: sessionCode,
  mode: placeMode,
  /** A seat in the coach, where there is one; false: the own way. */
  seat: z.boolean().default(true),
});
export type BookingRequest = z.infer<typeof bookingRequest>;

const attendance = z.record(calendarDate, attendanceMode);
/** How somebody takes part in a day while they wait for a place in person; online where nothing is said. */
const meanwhile = z.record(calendarDate, z.enum(['online', 'absent']));
const telephone = line(40).regex(/^(\+?[0-9][0-9 ()/.-]{3,})?$/, 'must be a telephone number such as "+371 20000000"');
const guardian = z.strictObject({
  name: line(200).min(1, 'must not be empty'),
  email: z.email('must be an e-mail address').max(254),
  agrees: z.literal(true, 'must be agreed to'),
});
export type Guardian = z.infer<typeof guardian>;
const consentsGiven = z.array(z.strictObject({ purpose: questionKey, version: z.int().min(1) })).max(20);
const person = {
  name: line(200).min(1, 'must not be empty'),
  email: z
    .email('must be an e-mail address')
    .max(254)
    .transform((address) => address.toLowerCase()),
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"'),
  timezone: zone.nullable().default(null),
  organisation: line(200).default(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1)')
    .nullable()
    .default(null),
  /** Needed for a seat in a coach. */
  telephone: telephone.default(''),
  /** Whether a place may be offered when there is hardly time to get there. */
  shortNotice: z.boolean().default(false),
  /** Needed for what is from an age on, and under 18. */
  bornOn: calendarDate.nullable().default(null),
  /** Who answers for somebody under 18. */
  guardian: guardian.nullable().default(null),
  attendance,
  meanwhile: meanwhile.default({}),
  bookings: z
    .array(bookingRequest)
    .max(40)
    .refine((list) => new Set(list.map(({ session }) => session)).size === list.length, 'must name each session once')
    .default([]),
  answers: answers.default({}),
  consents: consentsGiven.default([]),
};

/** Body of `POST /events/:slug/registrations`; `people` are further ones whom the contact registers in one go. */
export const registrationRequest = z
  .strictObject({
    ...person,
    /** Code of an invitation; counts for all whom the contact registers. */
    invitation: line(40).optional(),
    people: z
      .array(z.strictObject({ ...person, email: person.email.optional() }))
      .max(49, 'at most 50 people in one go')
      .default([]),
  })
  .meta({ id: 'RegistrationRequest' });
export type RegistrationRequest = z.infer<typeof registrationRequest>;
/** As it is sent: what has a default may be left out. */
export type RegistrationInput = z.input<typeof registrationRequest>;

/** Body of `POST /events/:slug/registrations/walk-in`: one person, who is there. */
export const walkInRequest = z.strictObject(person).meta({ id: 'WalkInRequest' });
export type WalkInRequest = z.infer<typeof walkInRequest>;

/** Body of `PATCH /events/:slug/me`: what is left out stays. */
export const registrationPatch = z
  .strictObject({
    name: person.name,
    locale: person.locale,
    timezone: zone.nullable(),
    organisation: line(200),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    telephone,
    shortNotice: z.boolean(),
    bornOn: calendarDate.nullable(),
    guardian: guardian.nullable(),
    attendance,
    meanwhile,
    /** null takes an answer back. */
    answers: z.record(questionKey, answer.nullable()),
    /** All that is agreed to from now on; taking back is as easy as giving (GDPR article 7(3)). */
    consents: consentsGiven,
  })
  .partial()
  .meta({ id: 'RegistrationPatch' });
export type RegistrationPatch = z.infer<typeof registrationPatch>;

const reason = line(500);
/** Body of `PATCH /events/:slug/registrations/:code`: organisers correct what is over too, and say why. */
export const registrationCorrection = registrationPatch
  .extend({ reason: reason.min(1, 'must not be empty') })
  .meta({ id: 'RegistrationCorrection' });
export type RegistrationCorrection = z.infer<typeof registrationCorrection>;

/** Body of what organisers do on somebody's behalf. */
export const because = z.strictObject({ reason: reason.default('') }).prefault({});
export type Because = z.infer<typeof because>;

/** Body of `POST /events/:slug/me/bookings`. `comeInPerson` turns an online day into `both` for this booking. */
export const bookingOrder = z
  .strictObject({
    ...bookingRequest.shape,
    comeInPerson: z.boolean().default(false),
    /** The waitlisted booking whose fallback this is: it ends when that one is confirmed. */
    insteadOf: id.optional(),
  })
  .meta({ id: 'BookingOrder' });
export type BookingOrder = z.infer<typeof bookingOrder>;
export type BookingInput = z.input<typeof bookingOrder>;

/** Body of `POST /events/:slug/me/bookings/:id/accept`: an offer in person may ask to come in person on its day. */
export const acceptance = z.strictObject({ comeInPerson: z.boolean().default(false) }).prefault({});
export type Acceptance = z.infer<typeof acceptance>;

/** Body of `PUT /events/:slug/me/bookings/:id/seat`. */
export const seatChoice = z.strictObject({ seat: z.boolean() });
export type SeatChoice = z.infer<typeof seatChoice>;

/** Body of `POST /events/:slug/me/bookings/:id/pass`: the code of a colleague whom the same contact registered. */
export const passingOn = z.strictObject({
  to: z.string().regex(/^[A-Z0-9]{8}$/, 'must be the code of a registration'),
});
export type PassingOn = z.infer<typeof passingOn>;

/** Body of `PUT /events/:slug/sessions/:code/go-no-go`. */
export const goNoGoOrder = z.strictObject({ decision: z.enum(goDecisions), reason: reason.default('') });
export type GoNoGoOrder = z.infer<typeof goNoGoOrder>;

/** How an add-on with a minimum number stands. */
export const goNoGo = z
  .object({
    session: z.string(),
    minimumNumber: count,
    confirmed: count,
    decideBy: instant,
    decision: z.enum(goDecisions).nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reminders: count,
  })
  .meta({ id: 'GoNoGo' });
export type GoNoGo = z.infer<typeof goNoGo>;

const quota = count.nullable().default(null);
/** Body of `POST /events/:slug/invitations` and `PUT /events/:slug/invitations/:code`. Quotas: people, null is no limit. */
export const invitationOrder = z
  .strictObject({
    label: line(120).default(''),
    quota: z.strictObject({ 'in-person': quota, online: quota }).prefault({}),
    closesAt: instant.nullable().default(null),
  })
  .meta({ id: 'InvitationOrder' });
export type InvitationOrder = z.infer<typeof invitationOrder>;
/** Body of `PATCH /events/:slug/invitations/:code`: what is left out stays, also of the quotas. */
export const invitationEdit = z
  .strictObject({
    label: line(120),
    quota: z.strictObject({ 'in-person': count.nullable(), online: count.nullable() }).partial(),
    closesAt: instant.nullable(),
  })
  .partial()
  .meta({ id: 'InvitationEdit' });
export type InvitationEdit = z.infer<typeof invitationEdit>;
export const invitation = z
  .object({
    code: z.string(),
    label: z.string(),
    quota: z.object({ 'in-person': count.nullable(), online: count.nullable() }),
    taken: z.object({ 'in-person': count, online: count }),
    closesAt: instant.nullable(),
    /** Since when nobody registers by it any more, until it is restored. */
    withdrawnAt: instant.nullable(),
    /** The version that an edit must name. What people take of it does not raise it. */
    version: z.int().min(1),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** Answer of `GET /events/:slug/registration/invitations/:code`: `closed` also where nobody is left of it. */
export const invitationStanding = z
  .object({ state: z.enum(['open', 'closed', 'unknown']) })
  .meta({ id: 'InvitationStanding' });
export type InvitationStanding = z.infer<typeof invitationStanding>;

/** Answer of `POST /events/:slug/registration/files`: `file` is the answer to the question. */
export const fileAnswer = z.object({ file: id, name: z.string(), bytes: count }).meta({ id: 'FileAnswer' });
export type FileAnswer = z.infer<typeof fileAnswer>;

/** Answer of `POST /events/:slug/me/erasure`: what has to be kept nevertheless, and until when. */
export const erasure = z
  .object({ kept: z.array(z.enum(['name', 'organisation', 'attendance'])), keptUntil: calendarDate.nullable() })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof erasure>;

const placeState = {
  status: z.enum(placeStatuses),
  /** 1 for the next to be served. */
  position: z.int().min(1).optional(),
  offeredUntil: instant.optional(),
};

export const booking = z
  .object({
    id,
    session: z.string(),
    mode: placeMode,
    ...placeState,
    /** It waits for the place of its day before it can take one of its own. */
    waitsForDay: z.boolean().optional(),
    /** It was offered instead of given, as it clashes with what is confirmed. */
    clashes: z.boolean().optional(),
    /** It was offered as the session went from online to in person: to accept it is to come in person. */
    comeInPerson: z.boolean().optional(),
    /** Its seat in the coach; without one its owner goes their own way. */
    seat: z.object(placeState).optional(),
    /** What may be taken while it waits. */
    fallback: z.object({ session: z.string(), mode: placeMode }).optional(),
    /** The waitlisted booking that ends this one when it is confirmed. */
    insteadOf: id.optional(),
    /** The session is cancelled; the booking comes back if the session does. */
    isAside: z.boolean().optional(),
    /** It is not decided yet whether the session takes place; until then it is. */
    undecidedUntil: instant.optional(),
  })
  .meta({ id: 'Booking' });
export type Booking = z.infer<typeof booking>;

export const registrationDay = z
  .object({
    date: calendarDate,
    mode: attendanceMode,
    /** Of its place, to accept or decline what is offered as with a booking. */
    id,
    ...placeState,
    /** What holds until the place is confirmed. */
    meanwhile: z.enum(['online', 'absent']).optional(),
  })
  .partial({ id: true, status: true })
  .meta({ id: 'RegistrationDay' });
export type RegistrationDay = z.infer<typeof registrationDay>;

/** Answer of `GET /events/:slug/me`. */
export const registrationView = z
  .object({
    id,
    code: z.string(),
    status: z.enum(registrationStatuses),
    version: z.int(),
    name: z.string(),
    email: z.string(),
    locale: z.string(),
    timezone: z.string().nullable(),
    organisation: z.string(),
    country: z.string().nullable(),
    confirmBy: instant.nullable(),
    telephone: z.string(),
    shortNotice: z.boolean(),
    bornOn: calendarDate.nullable(),
    guardian: guardian.nullable(),
    days: z.array(registrationDay),
    bookings: z.array(booking),
    answers,
    /** The files among the answers, which are their ids. */
    files: z.array(z.object({ id, name: z.string() })),
    consents: z.array(consent),
    /** Whom the same contact registered, to pass a place on to. */
    group: z.array(z.object({ code: z.string(), name: z.string() })),
    /** Places given over the capacity or before those who wait, and why: only as organisers read it. */
    over: z
      .array(z.object({ scope: z.enum(['event', 'day', 'session']), key: z.string(), because: z.string() }))
      .optional(),
  })
  .meta({ id: 'Registration' });
export type RegistrationView = z.infer<typeof registrationView>;

const createdRegistration = z.object({
  id,
  code: z.string(),
  name: z.string(),
  status: z.enum(registrationStatuses),
  confirmBy: instant.nullable(),
  manageToken: z.string(),
  /** One's own calendar, to subscribe to. */
  feedUrl: z.url(),
  days: z.array(registrationDay),
  bookings: z.array(booking),
});

/** Answer of `POST /events/:slug/registrations`. */
export const registrationAnswer = createdRegistration
  .extend({ people: z.array(createdRegistration) })
  .meta({ id: 'RegistrationAnswer' });
export type RegistrationAnswer = z.infer<typeof registrationAnswer>;

/** Body of `PUT .../sessions/:code/places`, `.../days/:date/places`, `.../places`. null: not limited. */
export const placesOrder = z
  .strictObject({
    mode: placeMode,
    capacity: count.nullable(),
    promotion: z.enum(['automatic', 'offer']).default('automatic'),
    offerMinutes: z.int().min(1).max(43_200).default(1440),
  })
  .meta({ id: 'PlacesOrder' });
export type PlacesOrder = z.infer<typeof placesOrder>;

/** Body of `PUT /events/:slug/sessions/:code/seats`. */
export const seatsOrder = z.strictObject({ capacity: count }).meta({ id: 'SeatsOrder' });
export type SeatsOrder = z.infer<typeof seatsOrder>;

export const placesAnswer = z
  .object({
    mode: placeMode,
    version: count,
    capacity: count.nullable(),
    taken: count,
    waiting: count,
    promoted: count,
  })
  .meta({ id: 'PlacesAnswer' });
export type PlacesAnswer = z.infer<typeof placesAnswer>;

const left = z.record(z.string(), z.object({ 'in-person': count, online: count }).partial());
/** Places left by session, day and for the event. What is not limited is missing. */
export const counts = z
  .object({
    at: instant,
    event: left.valueType,
    days: left,
    sessions: left,
    /** Seats left in coaches; a session without one is missing. */
    seats: z.record(z.string(), count),
  })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof counts>;

/** Query of `GET /events/:slug/answers`: of those who take part in person on a day, or booked a session. */
export const answerCountsQuery = z.strictObject({ day: calendarDate.optional(), session: sessionCode.optional() });
export type AnswerCountsQuery = z.infer<typeof answerCountsQuery>;

/** How many people gave each answer, by question and option; yes-no questions have `true` and `false`. */
export const answerCounts = z
  .object({ people: count, answers: z.record(questionKey, z.record(z.string(), count)) })
  .meta({ id: 'AnswerCounts' });
export type AnswerCounts = z.infer<typeof answerCounts>;
