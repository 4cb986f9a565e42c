import { z } from 'zod';
import { mail } from './agenda.js';
import { auditEntry } from './audit.js';
import { registrationView } from './registration.js';
import { instant } from './scalars.js';

/** What a person did, or what became of them, by itself or by their own hand. */
const ownStep = z.object({
  kind: z.literal('step'),
  at: instant,
  step: z.enum(['registered', 'confirmed', 'cancelled', 'erased', 'booked', 'place', 'gave-back', 'joined']),
  /** Code of a session, or date of a day, that it is about. */
  of: z.string().nullable(),
  /** Of a place: what it came to. */
  status: z.string().nullable(),
});

/** A registration as organisers see it, with all that happened to it. Answer of `GET /events/:slug/registrations/:code`. */
export const person = z
  .object({
    registration: registrationView,
    registeredAt: instant,
    confirmedAt: instant.nullable(),
    cancelledAt: instant.nullable(),
    /** Whether answers to sensitive questions were left out. */
    isCurtailed: z.boolean(),
    /** What was written to them, the newest first; the latest hundred. */
    mails: z.array(mail),
    /** When they opened online rooms, the newest first; the latest hundred. */
    openings: z.array(z.object({ at: instant, slot: z.string(), session: z.string().nullable() })),
    /** Their own steps and what organisers did, the newest first; the latter only for who may read the audit trail. */
    history: z.array(z.discriminatedUnion('kind', [ownStep, auditEntry.extend({ kind: z.literal('deed') })])),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;
export type HistoryEntry = Person['history'][number];
