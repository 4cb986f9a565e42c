import { z } from 'zod';
import { sessionKinds } from '@kopa/domain';
import { addOn, capacity, item } from './programme.js';
import { id, instant, sessionCode, texts } from './scalars.js';

const titled = texts.refine((value) => Object.values(value).some((text) => text.trim() !== ''), {
  message: 'needs a text in at least one language',
});

const slotTimes = { startsAt: instant, endsAt: instant, roomId: id.nullable(), onlineRoomId: id.nullable() };

const editableSession = {
  title: titled,
  subtitle: texts,
  abstract: texts,
  description: texts,
  kind: z.enum(sessionKinds),
  language: z.string().min(2).max(35).nullable(),
  otherLanguages: z.array(z.string().min(2).max(35)),
  interpretation: z.array(z.string().min(2).max(35)),
  capacity,
  trackId: id.nullable(),
  speakerIds: z.array(id),
  items: z.array(item),
  materials: z.array(z.strictObject({ title: z.string().max(300), url: z.url({ protocol: /^https?$/ }) })),
  addOn: addOn.nullable(),
  alternativeOf: sessionCode.nullable(),
};

/** Body of `PATCH /events/:slug/draft/sessions/:id`: what is left out stays. */
export const sessionPatch = z.strictObject(editableSession).partial().meta({ id: 'SessionPatch' });
export type SessionPatch = z.infer<typeof sessionPatch>;

/** Body of `POST /events/:slug/draft/sessions`. */
export const sessionCreation = z
  .strictObject({ code: sessionCode, ...editableSession })
  .partial()
  .required({ code: true, title: true, kind: true })
  .extend({ slots: z.array(z.strictObject(slotTimes)).default([]) })
  .meta({ id: 'SessionCreation' });
export type SessionCreation = z.infer<typeof sessionCreation>;

/** Body of `PATCH /events/:slug/draft/slots/:id`. */
export const slotPatch = z.strictObject(slotTimes).partial().meta({ id: 'SlotPatch' });
export type SlotPatch = z.infer<typeof slotPatch>;

/** Body of `POST /events/:slug/releases`; `choices` answers the diff's `choicesNeeded` by slot id. */
export const releaseRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    message: z.string().max(4000).default(''),
    choices: z.record(id, z.enum(['live', 'draft'])).default({}),
  })
  .meta({ id: 'ReleaseRequest' });
export type ReleaseRequest = z.infer<typeof releaseRequest>;
