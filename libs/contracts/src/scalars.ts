import { z } from 'zod';
import { roles } from './access.js';

/** PostgreSQL keeps no NUL in a text. */
export const text = z.string().refine((value) => !value.includes('\0'), 'must not hold a NUL character');

/** What fits an integer of the database. */
export const count = z.int().min(0).max(2_147_483_647);

/** A text by language tag; unknown keys are languages, so only the form of the tag is checked (BCP 47, simple). */
export const texts = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"'), text)
  .meta({ id: 'Texts' });

/** Texts of which at least one says something. */
export const titled = texts.refine((value) => Object.values(value).some((entry) => entry.trim() !== ''), {
  message: 'needs a text in at least one language',
});

/** ISO 8601 with `Z` or an offset; answers always carry UTC with milliseconds. */
export const instant = z.iso.datetime({
  offset: true,
  message: 'must be an ISO 8601 instant with offset, e.g. 2026-10-07T06:00:00Z',
});

export const calendarDate = z.iso.date('must be a date, YYYY-MM-DD');

export const id = z.guid('must be a UUID');

export const eventSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'must be 2 to 63 lower-case letters, digits or hyphens');

export const sessionCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'must be 1 to 40 capital letters, digits or hyphens');

/** Whole minutes of a delay or extension; negative catches up or shortens. */
export const minutes = z.int('must be whole minutes').min(-1440, 'at most a day').max(1440, 'at most a day');

/** Query of a list: at most `limit` items after the one that `next` of the page before named. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number('must be a number')
    .int('must be whole')
    .min(1, 'at least 1')
    .max(200, 'at most 200')
    .default(50),
  after: z.string().max(100).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** A role; its names are apart from schemas, so that a page which only shows them loads no validation. */
export const role = z.enum(roles, `must be one of ${roles.join(', ')}`);
