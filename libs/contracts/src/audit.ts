import { z } from 'zod';
import { instant } from './scalars.js';

const text = z.string().trim().min(1).max(100);

/** Query of `GET /events/:slug/audit`: the newest first; `who` as entries name them, `action` from its beginning. */
export const auditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of an entry')
    .optional(),
  who: text.optional(),
  action: text.optional(),
  /** Part of what it was done to. */
  subject: text.optional(),
  from: instant.optional(),
  /** Not included. */
  until: instant.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  who: z.string(),
  /** Name of who did it; null when it is not known (any more). */
  name: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Answer of `GET /events/:slug/audit`. */
export const auditPage = z
  .object({ items: z.array(auditEntry), next: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof auditPage>;
