import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must happen to a pool in one round trip: claims, and the news of places in their registrations' streams. */
export class RegistrationRules1764000000004 implements MigrationInterface {
  name = 'RegistrationRules1764000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Claims go in the order in which pools are locked. A place that depends on another claims nothing before that one is
    // confirmed, but keeps its number. `waiting = 0` after an eligible claim says that it was confirmed: admitting leaves
    // it at 0, queueing raises it.
    await queryRunner.query(`
      CREATE FUNCTION claim_places(registration uuid, wanted jsonb, at timestamptz)
      RETURNS TABLE (place_id uuid, place_status text, place_position int) LANGUAGE plpgsql AS $$
      DECLARE
        claim record;
        pool place_pools;
        eligible boolean;
        after_status text;
        person registrations;
      BEGIN
        FOR claim IN
          SELECT w.id, w.pool_id, w.after_id
            FROM jsonb_to_recordset(wanted) AS w(id uuid, pool_id uuid, after_id uuid)
            JOIN place_pools p ON p.id = w.pool_id ORDER BY p.rank, p.id
        LOOP
          -- Locked, so that it is not given back unseen between here and the commit.
          SELECT status INTO after_status FROM places WHERE id = claim.after_id FOR SHARE;
          IF after_status = 'cancelled' THEN
            RAISE EXCEPTION 'place.moved' USING ERRCODE = 'KP003';
          END IF;
          eligible := claim.after_id IS NULL OR after_status = 'confirmed';
          UPDATE place_pools p
             SET taken = taken + (eligible AND waiting = 0 AND (capacity IS NULL OR taken < capacity))::int,
                 waiting = waiting + (eligible AND NOT (waiting = 0 AND (capacity IS NULL OR taken < capacity)))::int,
                 last_number = last_number + 1, changes = changes + 1
           WHERE p.id = claim.pool_id RETURNING p.* INTO pool;
          place_id := claim.id;
          place_status := CASE WHEN eligible AND pool.waiting = 0 THEN 'confirmed' ELSE 'waitlisted' END;
          place_position := CASE WHEN place_status = 'waitlisted' THEN greatest(pool.waiting, 1) END;
          INSERT INTO places (id, pool_id, registration_id, held_as, status, number, after_id, is_eligible, created_at, changed_at)
          VALUES (claim.id, pool.id, registration,
                  concat_ws(' ', pool.scope, nullif(pool.key, ''), CASE pool.scope WHEN 'event' THEN pool.mode END), place_status, pool.last_number, claim.after_id, eligible, at, at);
          RETURN NEXT;
        END LOOP;
        SELECT * INTO person FROM registrations WHERE id = registration FOR NO KEY UPDATE;
        IF person.status = 'cancelled' THEN
          RAISE EXCEPTION 'registration.cancelled' USING ERRCODE = 'KP002';
        END IF;
        PERFORM publish_places(ARRAY(SELECT (w->>'id')::uuid FROM jsonb_array_elements(wanted) AS w), at);
      END $$`);
    // Heads are locked in one order, as those who publish to many may meet.
    await queryRunner.query(`
      CREATE FUNCTION publish_places(changed uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM stream_heads h
          JOIN registrations r ON h.event_id = r.event_id AND h.name = 'me:' || r.code
         WHERE r.id IN (SELECT registration_id FROM places WHERE id = ANY (changed))
         ORDER BY h.id FOR UPDATE OF h;
        WITH told AS (
          SELECT h.id AS head, row_number() OVER (PARTITION BY h.id ORDER BY l.number, l.id) AS nth,
                 CASE p.scope WHEN 'session' THEN 'booking' ELSE p.scope END || '.' || l.status AS type,
                 jsonb_strip_nulls(jsonb_build_object(
                   'id', l.id, 'mode', p.mode, 'status', l.status,
                   'session', CASE p.scope WHEN 'session' THEN p.key END,
                   'date', CASE p.scope WHEN 'day' THEN p.key END,
                   'offeredUntil', to_char(l.offered_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS place
            FROM places l
            JOIN place_pools p ON p.id = l.pool_id
            JOIN registrations r ON r.id = l.registration_id
            JOIN stream_heads h ON h.event_id = r.event_id AND h.name = 'me:' || r.code
           WHERE l.id = ANY (changed)
        ), counted AS (
          SELECT head, count(*) AS rows FROM told GROUP BY head
        ), risen AS (
          UPDATE stream_heads h SET seq = h.seq + counted.rows FROM counted WHERE h.id = counted.head
          RETURNING h.id, h.seq - counted.rows AS before
        )
        INSERT INTO stream_rows (stream_id, seq, at, type, body)
        SELECT told.head, risen.before + told.nth, at, told.type, jsonb_build_object('place', told.place)
          FROM told JOIN risen ON risen.id = told.head;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION claim_places(uuid, jsonb, timestamptz)');
    await queryRunner.query('DROP FUNCTION publish_places(uuid[], timestamptz)');
  }
}
