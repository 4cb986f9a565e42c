import { z } from 'zod';
import { attendanceModes, placeStatuses } from '@kopa/domain';
import { registrationStatuses } from './registration.js';
import { calendarDate, pageQuery, sessionCode } from './scalars.js';

const facts = {
  /** Part of a name, address, organisation or code; letters with marks are found without them too. */
  q: z.string().max(100).optional(),
  /** Without it everybody, also who cancelled. */
  status: z.enum(registrationStatuses).optional(),
  day: calendarDate.optional(),
  /** Of the day if one is named, else of any. */
  mode: z.enum(attendanceModes).optional(),
  session: sessionCode.optional(),
  /** Of a booking: in the session if one is named, else in any. Without it any that was not given back. */
  place: z.enum(placeStatuses).optional(),
  /** `given`: with a place that was given over the capacity or before those who wait; of the session if one is named. */
  over: z.enum(['given']).optional(),
  /** Two capital letters (ISO 3166-1), or `none` for who did not say. */
  country: z
    .string()
    .regex(/^([A-Z]{2}|none)$/, 'must be two capital letters (ISO 3166-1) or none')
    .optional(),
  /** Key of a question: who answered it, or who answered it with `answer`. */
  question: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the key of a question')
    .optional(),
  /** Key of an option, `true` or `false`, a number, or part of a text. */
  answer: z.string().min(1).max(200).optional(),
} as const;

const hasQuestion = ({ question, answer }: { question?: string | undefined; answer?: string | undefined }): boolean =>
  answer === undefined || question !== undefined;
const questionMissing = { path: ['question'], message: 'must say which question the answer is to' };

/** Names of what a segment is chosen by, in the order of the filters. */
export const segmentFields = Object.keys(facts) as (keyof typeof facts)[];

/** Registrations that have all this in common: whom a list shows, a sheet holds, a message goes to. */
export const segment = z.strictObject(facts).refine(hasQuestion, questionMissing).meta({ id: 'Segment' });
export type Segment = z.infer<typeof segment>;

/** Query of `GET /events/:slug/registrations`. */
export const deskQuery = z.strictObject({ ...pageQuery.shape, ...facts }).refine(hasQuestion, questionMissing);
export type DeskQuery = z.infer<typeof deskQuery>;
