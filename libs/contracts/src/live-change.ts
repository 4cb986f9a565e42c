import { z } from 'zod';
import { change, publishedAddOn, slot } from './programme.js';
import { id, instant, minutes, sessionCode, texts } from './scalars.js';

const seen = {
  session: sessionCode,
  /** The version of the slot that the sender saw; a late one gets 412. */
  slotVersion: z.int().min(1).optional(),
  reason: texts.optional(),
};
const target = {
  ...seen,
  /** May be left out when the session has one slot. */
  slot: id.optional(),
};

/** Body of `POST /events/:slug/live-changes`. */
export const liveChangeRequest = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('delay'), ...target, minutes, cascade: z.boolean().default(false) }),
    z.strictObject({
      type: z.literal('move'),
      ...target,
      startsAt: instant.optional(),
      /** null takes the physical room away. */
      roomId: id.nullable().optional(),
      /** null takes the online room away. */
      onlineRoomId: id.nullable().optional(),
    }),
    z.strictObject({ type: z.literal('extend'), ...target, minutes, cascade: z.boolean().default(false) }),
    /**
     * Holds the departure of an add-on; negative takes a hold back, as far as the plan. It concerns the session with all
     * its slots, whose times stay; `slotVersion` is that of the first of them.
     */
    z.strictObject({ type: z.literal('hold'), ...seen, minutes }),
    z.strictObject({ type: z.literal('cancel'), ...target }),
    z.strictObject({ type: z.literal('reinstate'), ...target }),
    z.strictObject({ type: z.literal('start'), ...target }),
    z.strictObject({ type: z.literal('end'), ...target }),
  ])
  .meta({ id: 'LiveChangeRequest' });
export type LiveChangeRequest = z.infer<typeof liveChangeRequest>;

export const previewQuery = z.strictObject({ preview: z.enum(['0', '1']).optional() });

export const liveChangeAnswer = z.object({ seq: z.int(), changes: z.array(change) }).meta({ id: 'LiveChangeAnswer' });
export type LiveChangeAnswer = z.infer<typeof liveChangeAnswer>;

export const liveChangePreview = z
  .object({
    slots: z.array(z.object({ session: z.string(), type: z.string(), slot, causedBy: z.string().nullable() })),
    /** The logistics after the change where a departure is held. */
    logistics: z.object({ session: z.string(), addOn: publishedAddOn, reason: texts.nullable() }).nullable(),
    clashes: z.array(z.record(z.string(), z.unknown())),
    missedDepartures: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'LiveChangePreview' });
