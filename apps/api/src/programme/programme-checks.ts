import type { EntityManager } from 'typeorm';

/**
 * What must hold in the programme's tables, checked by `kopa doctor`: each finding is one sentence naming what is
 * wrong. Empty when all is well.
 */
export async function checkProgramme(manager: EntityManager): Promise<string[]> {
  const findings: { finding: string }[] = await manager.query(`
    SELECT format('event %s: releases are not numbered 1 to %s', e.slug, count(r.number)) AS finding
      FROM events e JOIN releases r ON r.event_id = e.id
     GROUP BY e.id, e.slug HAVING max(r.number) <> count(r.number) OR min(r.number) <> 1
    UNION ALL
    SELECT format('event %s is %s but has no release', e.slug, e.state)
      FROM events e WHERE coalesce(e.kept_state, e.state) <> 'draft' AND NOT EXISTS (SELECT 1 FROM releases r WHERE r.event_id = e.id)
    UNION ALL
    SELECT format('event %s has a release but no public stream', e.slug)
      FROM events e WHERE EXISTS (SELECT 1 FROM releases r WHERE r.event_id = e.id)
       AND NOT EXISTS (SELECT 1 FROM stream_heads h WHERE h.event_id = e.id AND h.name = 'event')
    UNION ALL
    SELECT format('event %s: published slot %s belongs to no session of the newest release', e.slug, p.id)
      FROM published_slots p JOIN events e ON e.id = p.event_id
      JOIN LATERAL (SELECT content FROM releases WHERE event_id = e.id ORDER BY number DESC LIMIT 1) r ON true
     WHERE p.removed_at IS NULL
       AND NOT r.content->'sessions' @> jsonb_build_array(jsonb_build_object('code', p.session))
    UNION ALL
    SELECT format('event %s: slot %s of the newest release is not published', e.slug, slot->>'id')
      FROM events e
      JOIN LATERAL (SELECT content FROM releases WHERE event_id = e.id ORDER BY number DESC LIMIT 1) r ON true
      CROSS JOIN LATERAL jsonb_array_elements(r.content->'sessions') AS session
      CROSS JOIN LATERAL jsonb_array_elements(session->'slots') AS slot
     WHERE NOT EXISTS (SELECT 1 FROM published_slots p WHERE p.id = (slot->>'id')::uuid AND p.removed_at IS NULL)
    UNION ALL
    SELECT format('event %s: a departure is held of session %s, which the newest release plans no later or not at all',
                  e.slug, d.session_id)
      FROM held_departures d JOIN events e ON e.id = d.event_id
      JOIN LATERAL (SELECT content FROM releases WHERE event_id = e.id ORDER BY number DESC LIMIT 1) r ON true
     WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(r.content->'sessions') AS session
                        WHERE session->>'id' = d.session_id::text
                          AND (session->'addOn'->>'departAt')::timestamptz < d.depart_at)`);
  return findings.map(({ finding }) => finding);
}
