import { z } from 'zod';
import { eventStates } from '@kopa/domain';
import { role, texts } from './scalars.js';

/** An event that somebody who is signed in has a part in. */
export const organisedEvent = z
  .object({
    slug: z.string(),
    title: texts,
    state: z.enum(eventStates),
    role,
    /** IANA time zone. */
    zone: z.string(),
    languages: z.array(z.string()),
    firstDay: z.string(),
    lastDay: z.string(),
    /** Of a deleted one: until when its owner can restore it. */
    deletesAt: z.string().nullable(),
  })
  .meta({ id: 'OrganisedEvent' });
export type OrganisedEvent = z.infer<typeof organisedEvent>;
