import { z } from 'zod';
import type { Speaker, Texts } from '@kopa/domain';
import { sessionPatch, type DraftOutline, type DraftSession } from './draft.js';
import { id, text, texts } from './scalars.js';

/** Query of `DELETE /events/:slug/draft/sessions/:id`: with `withdraw=1` also what is released; the next release then takes it out. */
export const deletionQuery = z.strictObject({ withdraw: z.enum(['0', '1']).optional() });
export type DeletionQuery = z.infer<typeof deletionQuery>;

/** Body of `POST /events/:slug/draft/session-edits`: sessions that are edited together, or none of them. */
export const sessionEdits = z
  .strictObject({
    edits: z
      .array(z.strictObject({ session: id, seen: z.int().min(1), patch: sessionPatch }))
      .min(1)
      .max(2000)
      .refine((edits) => new Set(edits.map(({ session }) => session)).size === edits.length, {
        message: 'must name each session once',
      }),
  })
  .meta({ id: 'SessionEdits' });
export type SessionEdits = z.infer<typeof sessionEdits>;

/** Answer of `POST /events/:slug/draft/session-edits`. */
export interface SessionsEdited {
  sessions: DraftOutline[];
}

/** Answer of a deletion: what was there, so that it can be made again. */
export interface SessionDeleted {
  session: DraftSession;
}

const editableSpeaker = {
  name: text.trim().min(1, 'must not be empty').max(200),
  organisation: texts,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters of ISO 3166-1, such as "LV"')
    .nullable(),
  biography: texts,
  /** Where they are written to: organisers alone see it. */
  email: z
    .email('must be an e-mail address')
    .max(254)
    .regex(/^[^@\s]+@[^@\s]+$/)
    .nullable(),
};

/** Body of `PATCH /events/:slug/draft/speakers/:id`: what is left out stays. */
export const speakerPatch = z.strictObject(editableSpeaker).partial().meta({ id: 'SpeakerPatch' });
export type SpeakerPatch = z.infer<typeof speakerPatch>;

/** Body of `POST /events/:slug/draft/speakers`. `id` and `code` are for one that is made again. */
export const speakerCreation = z
  .strictObject({
    ...editableSpeaker,
    id,
    code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'must be 1 to 40 letters, digits or hyphens'),
  })
  .partial()
  .required({ name: true })
  .meta({ id: 'SpeakerCreation' });
export type SpeakerCreation = z.infer<typeof speakerCreation>;

/** A speaker of the draft, with the version that an edit of it must name. */
export interface DraftSpeaker extends Speaker {
  version: number;
  /** Markdown. */
  biography: Texts;
  /** Organisers alone see it. */
  email: string | null;
}
