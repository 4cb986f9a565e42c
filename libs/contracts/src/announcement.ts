import { z } from 'zod';
import { announcementKinds, placeModes, type Announcement, type Audience } from '@kopa/domain';
import { announcement } from './programme.js';
import { calendarDate, count, id, instant, sessionCode, titled } from './scalars.js';

export const audience = z
  .discriminatedUnion('to', [
    /** Everybody, also without a registration. */
    z.strictObject({ to: z.literal('all') }),
    /** Who takes part in this mode, on any day or on one. */
    z.strictObject({ to: z.literal('mode'), mode: z.enum(placeModes), date: calendarDate.nullable() }),
    /** Who takes part on a day. */
    z.strictObject({ to: z.literal('day'), date: calendarDate }),
    /** Who has a place in a session, waits for one, or starred it. */
    z.strictObject({ to: z.literal('session'), session: sessionCode }),
  ])
  .meta({ id: 'Audience' });

/** Characters of an announcement in one language. */
export const announcementLength = 1_000;

/** Body of `POST /events/:slug/announcements`. */
export const announcementOrder = z
  .strictObject({
    texts: titled.refine((value) => Object.values(value).every((one) => one.length <= announcementLength), {
      message: `must have at most ${announcementLength} characters in each language`,
    }),
    audience,
    kind: z.enum(announcementKinds),
    /** When a sticky one is over; null or left out: when it is taken down. */
    until: instant.nullable().default(null),
  })
  .refine(({ kind, until }) => kind === 'sticky' || until === null, {
    path: ['until'],
    message: 'must be left out of a passing announcement',
  })
  .meta({ id: 'AnnouncementOrder' });
export type AnnouncementOrder = z.infer<typeof announcementOrder>;

/** Answer with `preview=1`: registrations that would be told. */
export const announcementPreview = z.object({ people: count }).meta({ id: 'AnnouncementPreview' });
export type AnnouncementPreview = z.infer<typeof announcementPreview>;

/** An announcement as organisers see it. */
export const postedAnnouncement = announcement
  .extend({ audience, /** Registrations that were told. */ people: count })
  .meta({ id: 'PostedAnnouncement' });
export type PostedAnnouncement = z.infer<typeof postedAnnouncement>;

/** Query of lists of announcements, the newest first; `after` is the id of the last one seen. */
export const announcementQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  after: id.optional(),
});
export type AnnouncementQuery = z.infer<typeof announcementQuery>;

export const announcementPage = z
  .object({ items: z.array(announcement), next: id.nullable() })
  .meta({ id: 'AnnouncementPage' });
export type AnnouncementPage = z.infer<typeof announcementPage>;

export const postedAnnouncementPage = z
  .object({ items: z.array(postedAnnouncement), next: id.nullable() })
  .meta({ id: 'PostedAnnouncementPage' });
export type PostedAnnouncementPage = z.infer<typeof postedAnnouncementPage>;

/** The text as it is kept: languages without words are left out. */
export function writtenTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, words]) => (words.trim() === '' ? [] : [[language, words.trim()]])),
  );
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const announcementAgreesWithDomain: [
  Same<z.infer<typeof announcement>, Announcement>,
  Same<z.infer<typeof audience>, Audience>,
] = [true, true];
