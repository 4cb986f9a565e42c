import type { EntityManager } from 'typeorm';
import type { DraftBooked } from '@kopa/contracts';

/** What is booked already, where sessions are placed: numbers, never names. Two queries, however many people. */
export async function readBooked(manager: EntityManager, eventId: string): Promise<DraftBooked> {
  const taken: { key: string; taken: number }[] = await manager.query(
    `SELECT key, taken FROM place_pools
      WHERE event_id = $1 AND scope = 'session' AND mode = 'in-person' AND taken > 0`,
    [eventId],
  );
  const together: { one: string; other: string; people: string; in_person: string }[] = await manager.query(
    `WITH held AS MATERIALIZED (
       SELECT l.registration_id AS person, p.key, p.mode,
              EXISTS (SELECT FROM sessions s JOIN add_ons a ON a.session_id = s.id
                       WHERE s.event_id = $1 AND s.code = p.key) AS is_add_on
         FROM place_pools p JOIN places l ON l.pool_id = p.id
        WHERE p.event_id = $1 AND p.scope = 'session' AND l.status IN ('confirmed', 'offered')
     )
     SELECT one.key AS one, other.key AS other, count(*) AS people,
            count(*) FILTER (WHERE one.mode = 'in-person' AND other.mode = 'in-person') AS in_person
       FROM held one JOIN held other ON other.person = one.person AND one.key < other.key
      WHERE one.is_add_on OR other.is_add_on
      GROUP BY one.key, other.key ORDER BY one.key, other.key`,
    [eventId],
  );
  return {
    taken: Object.fromEntries(taken.map(({ key, taken: places }) => [key, places])),
    together: together.map(({ one, other, people, in_person: inPerson }) => ({
      sessions: [one, other],
      people: Number(people),
      inPerson: Number(inPerson),
    })),
  };
}
