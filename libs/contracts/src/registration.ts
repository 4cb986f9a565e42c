import { z } from 'zod';
import { attendanceModes, isZone, placeModes, placeStatuses } from '@kopa/domain';
import { calendarDate, count, id, instant, pageQuery, sessionCode, text, texts, titled } from './scalars.js';

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
  ])
  .meta({ id: 'Question' });
export type Question = z.infer<typeof question>;

const window = z.strictObject({
  opensAt: instant.nullable().default(null),
  closesAt: instant.nullable().default(null),
});

/** Body of `PUT /events/:slug/registration`. */
export const registrationRules = z
  .strictObject({
    'in-person': window.default({ opensAt: null, closesAt: null }),
    online: window.default({ opensAt: null, closesAt: null }),
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

const bookingRequest = z.strictObject({ session: sessionCode, mode: placeMode });
export type BookingRequest = z.infer<typeof bookingRequest>;

const attendance = z.record(calendarDate, attendanceMode);
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
  attendance,
  bookings: z
    .array(bookingRequest)
    .max(40)
    .refine((list) => new Set(list.map(({ session }) => session)).size === list.length, 'must name each session once')
    .default([]),
  answers: answers.default({}),
  consents: z
    .array(z.strictObject({ purpose: questionKey, version: z.int().min(1) }))
    .max(20)
    .default([]),
};

/** Body of `POST /events/:slug/registrations`; `people` are further ones whom the contact registers in one go. */
export const registrationRequest = z
  .strictObject({
    ...person,
    people: z
      .array(z.strictObject({ ...person, email: person.email.optional() }))
      .max(49, 'at most 50 people in one go')
      .default([]),
  })
  .meta({ id: 'RegistrationRequest' });
export type RegistrationRequest = z.infer<typeof registrationRequest>;

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
    attendance,
    answers,
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
  .strictObject({ session: sessionCode, mode: placeMode, comeInPerson: z.boolean().default(false) })
  .meta({ id: 'BookingOrder' });
export type BookingOrder = z.infer<typeof bookingOrder>;

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
    days: z.array(registrationDay),
    bookings: z.array(booking),
    answers,
    consents: z.array(consent),
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

export const placesAnswer = z
  .object({ mode: placeMode, capacity: count.nullable(), taken: count, waiting: count, promoted: count })
  .meta({ id: 'PlacesAnswer' });
export type PlacesAnswer = z.infer<typeof placesAnswer>;

const left = z.record(z.string(), z.object({ 'in-person': count.nullable(), online: count.nullable() }).partial());
/** Places left by session, day and for the event; null where they are not limited. */
export const counts = z
  .object({ at: instant, event: left.valueType, days: left, sessions: left })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof counts>;

/** Query of `GET /events/:slug/registrations`; a mode is of the day if one is named, else of any. */
export const deskQuery = pageQuery.extend({
  q: z.string().max(100).optional(),
  status: z.enum(registrationStatuses).optional(),
  day: calendarDate.optional(),
  mode: attendanceMode.optional(),
  session: sessionCode.optional(),
});
export type DeskQuery = z.infer<typeof deskQuery>;
