import { z } from 'zod';
import { mailStates } from './agenda.js';
import { count, instant } from './scalars.js';
import { segment } from './segment.js';

/** How long the first of a message's mails is held back, so that it can be taken back: seconds. */
export const messageHoldSeconds = 30;

const version = z.strictObject({
  subject: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(150, 'at most 150 characters')
    .refine((value) => !/[\r\n]/.test(value), 'must be one line'),
  /** Paragraphs between empty lines; one that begins with `## ` is a heading. */
  body: z.string().trim().min(1, 'must not be empty').max(10_000, 'at most 10000 characters'),
});

/** A message in the languages in which it was written. Who reads another gets the event's first of these, labelled. */
const versions = z
  .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as "en" or "lv"'), version)
  .refine((all) => Object.keys(all).length > 0, 'must be in one language at least');
export type MessageVersions = z.infer<typeof versions>;

/** Whether it goes also to those who want no messages: only what one must know to take part. */
const isEssential = z.boolean().default(false);

/** Body of `POST /events/:slug/messages` and `.../preview`. */
export const messageOrder = z
  .strictObject({ segment: segment.prefault({}), versions, isEssential })
  .meta({ id: 'MessageOrder' });
export type MessageOrder = z.infer<typeof messageOrder>;
export type MessageInput = z.input<typeof messageOrder>;

/** Body of `POST /events/:slug/messages/test`: to oneself. */
export const messageTest = z.strictObject({ versions, isEssential }).meta({ id: 'MessageTest' });
export type MessageTest = z.infer<typeof messageTest>;

/** How the letter looks in each language of the event, and how many it would go to. */
export const messagePreview = z
  .object({
    /** In the segment, and not cancelled unless that was asked for. */
    people: count,
    /** Of these, who want no such messages. */
    unwanted: count,
    /** Several people of one address get one mail. */
    addresses: count,
    letters: z.array(
      z.object({ language: z.string(), subject: z.string(), html: z.string(), original: z.string().nullable() }),
    ),
  })
  .meta({ id: 'MessagePreview' });
export type MessagePreview = z.infer<typeof messagePreview>;

/** A message as it was sent, and what has become of its mails. */
export const peopleMessage = z
  .object({
    id: z.string(),
    versions,
    segment,
    isEssential: z.boolean(),
    writtenAt: instant,
    /** Until when nothing of it goes out. */
    heldUntil: instant,
    stoppedAt: instant.nullable(),
    mails: z.record(z.enum(mailStates), count),
  })
  .meta({ id: 'PeopleMessage' });
export type PeopleMessage = z.infer<typeof peopleMessage>;

export const messagesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a message')
    .optional(),
});
export type MessagesQuery = z.infer<typeof messagesQuery>;
