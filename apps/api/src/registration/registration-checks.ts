import type { EntityManager } from 'typeorm';
import { loadPublished } from '../programme/published-rows.js';
import { poolNameText } from './pools.js';
import { isOwed, poolsWithBoth } from './promotion.js';
import { readTerms } from './present.js';

/**
 * What must hold of places, checked by `kopa doctor`: each finding is one sentence naming what is wrong. `at` is the
 * present: an offer that expired more than a minute ago should have passed on.
 */
export async function checkPlaces(manager: EntityManager, at: Date): Promise<string[]> {
  const findings: { finding: string }[] = await manager.query(
    `WITH counted AS (
       SELECT p.*, e.slug,
              count(l.id) FILTER (WHERE l.status IN ('confirmed', 'offered')) AS held,
              count(l.id) FILTER (WHERE l.status = 'waitlisted' AND l.is_eligible) AS queued,
              count(l.over_because) AS over,
              count(l.id) AS claims, count(DISTINCT l.number) AS numbers, coalesce(max(l.number), 0) AS newest
         FROM place_pools p JOIN events e ON e.id = p.event_id LEFT JOIN places l ON l.pool_id = p.id
        GROUP BY p.id, e.slug
     ), named AS (
       SELECT *, format('event %s: the places of %s %s %s', slug, scope, key, mode) AS name FROM counted
     )
     SELECT format('%s: %s are taken, but %s are held', name, taken, held) AS finding FROM named WHERE taken <> held
     UNION ALL
     SELECT format('%s: %s are held of %s', name, held, ceiling) FROM named WHERE held > ceiling
     UNION ALL
     SELECT format('%s: %s were given over the capacity, but %s say why', name, given_over, over) FROM named
      WHERE given_over <> over
     UNION ALL
     SELECT format('%s: %s wait, but %s are waitlisted', name, waiting, queued) FROM named WHERE waiting <> queued
     UNION ALL
     SELECT format('%s: %s claims are numbered to %s, the newest is %s', name, claims, last_number, newest) FROM named
      WHERE claims <> numbers OR newest > last_number OR claims <> last_number
     UNION ALL
     SELECT format('%s: %s waits though a later claim was served', name, l.id)
       FROM named JOIN places l ON l.pool_id = named.id AND l.status = 'waitlisted' AND l.is_eligible
      WHERE EXISTS (SELECT FROM places o WHERE o.pool_id = l.pool_id AND o.status = 'offered' AND o.number > l.number
                       AND o.after_id IS NULL AND l.after_id IS NULL)
     UNION ALL
     SELECT format('place %s of registration %s is %s, but the place that it depends on is %s', l.id, r.code, l.status, o.status)
       FROM places l JOIN places o ON o.id = l.after_id JOIN registrations r ON r.id = l.registration_id
      WHERE l.status <> 'cancelled' AND (o.status = 'cancelled' OR (l.is_eligible AND o.status <> 'confirmed'))
     UNION ALL
     SELECT format('registration %s is cancelled but holds place %s', r.code, l.id)
       FROM registrations r JOIN places l ON l.registration_id = r.id
      WHERE r.status = 'cancelled' AND l.status <> 'cancelled'
     UNION ALL
     SELECT format('place %s was offered until %s and has not passed on', id, offered_until) FROM places
      WHERE status = 'offered' AND offered_until < $1::timestamptz - interval '1 minute'
     UNION ALL
     SELECT format('registration %s has no stream of its own', r.code) FROM registrations r
      WHERE NOT EXISTS (SELECT FROM stream_heads h WHERE h.event_id = r.event_id AND h.name = 'me:' || r.code)`,
    [at],
  );
  return [...findings.map(({ finding }) => finding), ...(await waitingBesideFree(manager, at))];
}

/** Those who wait though a place is free, but for what is over, cancelled, or goes to whom short notice is fine. */
async function waitingBesideFree(manager: EntityManager, at: Date): Promise<string[]> {
  const pools = await poolsWithBoth(manager);
  const findings: string[] = [];
  for (const pool of pools) {
    const published = await loadPublished(manager, pool.eventId);
    if (published === null) continue;
    const present = { at, programme: published.programme, ...(await readTerms(manager, pool.eventId)) };
    const { slug } = published.programme.event;
    if (isOwed(pool, present))
      findings.push(`event ${slug}: the places of ${poolNameText(pool)}: ${pool.waiting} wait beside a free one`);
  }
  return findings;
}
