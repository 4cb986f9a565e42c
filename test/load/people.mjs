// People who were registered before a benchmark begins, written straight into the database, with the tokens of their links.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** Registers people; `attendance` is of all of them. Codes begin with `mark`, two capital letters. */
export async function registerPeople(pool, event, count, attendance, mark) {
  const ids = Array.from({ length: count }, () => randomUUID());
  await pool.query(
    `WITH made AS (
       INSERT INTO registrations (id, event_id, code, status, name, email, locale, attendance, created_at, confirmed_at)
       SELECT id, (SELECT id FROM events WHERE slug = $2), $3::text || lpad(n::text, 6, '0'), 'confirmed', 'Somebody',
              'somebody' || n || '@example.org', 'en', $4, now() - interval '1 day', now()
         FROM unnest($1::uuid[]) WITH ORDINALITY AS u(id, n) RETURNING id, event_id, code
     )
     INSERT INTO stream_heads (id, event_id, name, epoch, seq)
     SELECT gen_random_uuid(), event_id, 'me:' || code,
            (SELECT epoch FROM stream_heads h WHERE h.event_id = made.event_id AND name = 'event'), 0 FROM made`,
    [ids, event, mark, JSON.stringify(attendance)],
  );
  return ids;
}

/** Stars of all these people. */
export function starAll(pool, ids, sessions) {
  return pool.query(
    `INSERT INTO stars (registration_id, session, created_at)
     SELECT id, session, now() - interval '1 day' FROM unnest($1::uuid[]) AS id, unnest($2::text[]) AS session`,
    [ids, sessions],
  );
}

/** Confirmed bookings of all these people in a session that is not limited. */
export async function bookAll(pool, event, ids, session, mode) {
  await pool.query(
    `WITH pool AS (
       INSERT INTO place_pools (id, event_id, scope, rank, key, mode, taken, last_number, is_set)
       VALUES (gen_random_uuid(), (SELECT id FROM events WHERE slug = $1), 'session', 3, $2::text, $3::text, $4::int, $4::int, true)
       ON CONFLICT (event_id, scope, key, mode)
       DO UPDATE SET taken = place_pools.taken + $4::int, last_number = place_pools.last_number + $4::int, capacity = NULL,
                     ceiling = NULL, is_set = true RETURNING id, last_number
     )
     INSERT INTO places (id, pool_id, registration_id, held_as, status, number, created_at, changed_at)
     SELECT gen_random_uuid(), pool.id, u.id, 'session ' || $2, 'confirmed', pool.last_number - $4::int + n,
            now() - interval '1 day', now()
       FROM pool, unnest($5::uuid[]) WITH ORDINALITY AS u(id, n)`,
    [event, session, mode, ids.length, ids],
  );
}

const prefix = { manage: 'kr_', feed: 'kf_' };

/** Tokens of links of version 1, as the server makes them. */
export async function linkTokens(pool, purpose, ids) {
  await pool.query(`INSERT INTO server_keys (name, key) VALUES ('links', $1) ON CONFLICT DO NOTHING`, [
    randomBytes(32),
  ]);
  const { rows } = await pool.query(`SELECT key FROM server_keys WHERE name = 'links'`);
  return ids.map((id) => {
    const compact = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
    const proof = createHmac('sha256', rows[0].key).update(`${purpose} ${id} 1`).digest().subarray(0, 16);
    return `${prefix[purpose]}${compact}.1.${proof.toString('base64url')}`;
  });
}
