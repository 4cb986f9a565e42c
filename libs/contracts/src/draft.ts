import { z } from 'zod';
import { sessionKinds } from '@kopa/domain';
import { count, id, instant, sessionCode, texts, titled } from './scalars.js';

const item = z.strictObject({ title: texts, speakerId: id.nullable(), minutes: count });
const capacity = z.strictObject({ 'in-person': count.nullable(), online: count.nullable() });
const addOn = z.strictObject({
  meetAt: instant.nullable(),
  departAt: instant.nullable(),
  returnAt: instant.nullable(),
  meetingPoint: texts,
  travelMinutes: count.nullable(),
  minimumNumber: count.nullable(),
  goNoGoAt: instant.nullable(),
  bring: texts,
  minimumAge: z.int().min(0).max(120).nullable(),
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
  speakerIds: z.array(id).refine((ids) => new Set(ids).size === ids.length, 'must name each speaker once'),
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

const editableRoom = {
  name: titled,
  seats: count.nullable(),
  provider: z.string().max(80).nullable(),
  access: z.enum(['public', 'registered']),
  position: count,
  /** Where an online room is joined; kept from everything public. null takes it away. */
  joinUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).nullable(),
};

/** Body of `POST /events/:slug/draft/rooms`. */
export const roomCreation = z
  .strictObject({ kind: z.enum(['physical', 'online']), ...editableRoom })
  .partial()
  .required({ kind: true, name: true })
  .meta({ id: 'RoomCreation' });
export type RoomCreation = z.infer<typeof roomCreation>;

/** Body of `PATCH /events/:slug/draft/rooms/:id`: what is left out stays. */
export const roomPatch = z.strictObject(editableRoom).partial().meta({ id: 'RoomPatch' });
export type RoomPatch = z.infer<typeof roomPatch>;

/** Body of `POST /events/:slug/releases`; `choices` answers the diff's `choicesNeeded` by slot id. */
export const releaseRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    message: z.string().max(4000).default(''),
    choices: z.record(id, z.enum(['live', 'draft'])).default({}),
  })
  .meta({ id: 'ReleaseRequest' });
export type ReleaseRequest = z.infer<typeof releaseRequest>;
