import type { AuditPage } from '@kopa/contracts';
import { addDays, localToInstant } from '@kopa/domain';
import { call, json } from '../../shell/call.js';
import type { Wanted } from './filters.js';

/** Entries, the newest first, those before `after`; days are the event's. Throws `Refused` and network errors. */
export function fetchAudit(
  slug: string,
  zone: string,
  { action, subject, from, until, who }: Wanted & { who: string },
  after: string | null,
): Promise<AuditPage> {
  const asked = {
    limit: '30',
    action,
    subject: subject.trim(),
    who,
    from: from === '' ? '' : localToInstant(`${from}T00:00`, zone),
    until: until === '' ? '' : localToInstant(`${addDays(until, 1)}T00:00`, zone),
    after: after ?? '',
  };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return json<AuditPage>(call(slug, `/audit?${query.toString()}`));
}
