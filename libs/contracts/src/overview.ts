import { z } from 'zod';
import { attendanceModes, placementIssueKinds, placeModes } from '@kopa/domain';
import { calendarDate, count, instant, texts } from './scalars.js';
import { placeScope } from './waitlists.js';

/** What needs an organiser, and how much of it; what is at nought is left out. */
const attention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decision'), session: z.string(), title: texts, decideBy: instant }),
  /** Somebody waits though places are free; null: they are not limited. */
  z.object({
    kind: z.literal('free'),
    scope: placeScope,
    key: z.string(),
    mode: z.enum(placeModes),
    title: texts,
    free: count.nullable(),
    waiting: count,
  }),
  /** Nobody can register for a mode now. */
  z.object({
    kind: z.literal('registration'),
    mode: z.enum(placeModes),
    state: z.enum(['opens soon', 'not open', 'closed']),
    at: instant,
  }),
  /** Slots of the draft that stand badly, by what is wrong with them. */
  z.object({ kind: z.literal('clashes'), issue: z.enum(placementIssueKinds), count }),
  z.object({ kind: z.literal('unreleased'), count }),
  z.object({ kind: z.literal('mail'), state: z.enum(['refused', 'given-up']), count }),
]);

/** Answer of `GET /events/:slug/overview`: who comes and what needs attention. Who cancelled is in no other figure. */
export const overview = z
  .object({
    statuses: z.object({ unconfirmed: count, confirmed: count, cancelled: count }),
    /** Registrations by date of the event's zone, in order; dates on which nobody registered are left out. */
    registered: z.array(z.object({ date: calendarDate, count })),
    days: z.array(z.object({ date: calendarDate, modes: z.partialRecord(z.enum(attendanceModes), count) })),
    /** The most frequent first; null: not said. */
    countries: z.array(z.object({ country: z.string().nullable(), count })),
    addOns: z.array(
      z.object({
        session: z.string(),
        title: texts,
        mode: z.enum(placeModes),
        taken: count,
        waiting: count,
        capacity: count.nullable(),
      }),
    ),
    attention: z.array(attention),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overview>;
export type Attention = z.infer<typeof attention>;
