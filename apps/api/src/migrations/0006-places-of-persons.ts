import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Claims that claim nothing write no news, and a booking answers what `claim_places` did. The functions of migration
 * 4 with these two changes; undone, they stay as they are, since both give what the older server asks of them.
 */
export class ClaimsInOneCall1764000000005 implements MigrationInterface {
  name = 'ClaimsInOneCall1764000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION claim_places(registration uuid, wanted jsonb, at timestamptz)
      RETURNS TABLE (place_id uuid, place_status text, place_position int, place_eligible boolean) LANGUAGE plpgsql AS $$
      DECLARE
        claim record;
        pool place_pools;
        after_status text;
        person record;
        head record;
        told jsonb[] := '{}';
      BEGIN
        SELECT r.event_id, r.code, r.status INTO person FROM registrations r WHERE r.id = registration FOR NO KEY UPDATE;
        IF person.status = 'cancelled' THEN
          RAISE EXCEPTION 'registration.cancelled' USING ERRCODE = 'KP002';
        END IF;
        FOR claim IN
          SELECT w.id, w.pool_id, w.after_id
            FROM jsonb_to_recordset(wanted) AS w(id uuid, pool_id uuid, after_id uuid)
            JOIN place_pools p ON p.id = w.pool_id ORDER BY p.rank, p.id
        LOOP
          place_eligible := true;
          IF claim.after_id IS NOT NULL THEN
            -- Locked, so that it is not given back unseen between here and the commit.
            SELECT l.status INTO after_status FROM places l WHERE l.id = claim.after_id FOR SHARE;
            IF after_status = 'cancelled' THEN
              RAISE EXCEPTION 'place.moved' USING ERRCODE = 'KP003';
            END IF;
            place_eligible := after_status = 'confirmed';
          END IF;
          UPDATE place_pools p
             SET taken = taken + (place_eligible AND waiting = 0 AND (capacity IS NULL OR taken < capacity))::int,
                 waiting = waiting
                   + (place_eligible AND NOT (waiting = 0 AND (capacity IS NULL OR taken < capacity)))::int,
                 last_number = last_number + 1, changes = changes + 1
           WHERE p.id = claim.pool_id RETURNING p.* INTO pool;
          place_id := claim.id;
          place_status := CASE WHEN place_eligible AND pool.waiting = 0 THEN 'confirmed' ELSE 'waitlisted' END;
          place_position := CASE WHEN place_status = 'waitlisted' THEN greatest(pool.waiting, 1) END;
          INSERT INTO places (id, pool_id, registration_id, held_as, status, number, after_id, is_eligible, created_at,
                              changed_at)
          VALUES (claim.id, pool.id, registration,
                  concat_ws(' ', pool.scope, nullif(pool.key, ''), CASE pool.scope WHEN 'event' THEN pool.mode END),
                  place_status, pool.last_number, claim.after_id, place_eligible, at, at);
          told := told || jsonb_strip_nulls(jsonb_build_object('id', claim.id, 'mode', pool.mode, 'status', place_status,
            'session', CASE pool.scope WHEN 'session' THEN pool.key END,
            'date', CASE pool.scope WHEN 'day' THEN pool.key END,
            'scope', CASE pool.scope WHEN 'session' THEN 'booking' ELSE pool.scope END));
          RETURN NEXT;
        END LOOP;
        IF cardinality(told) = 0 THEN
          RETURN;
        END IF;
        UPDATE stream_heads h SET seq = seq + cardinality(told)
         WHERE h.event_id = person.event_id AND h.name = 'me:' || person.code
        RETURNING h.id, h.seq - cardinality(told) AS before INTO head;
        INSERT INTO stream_rows (stream_id, seq, at, type, body)
        SELECT head.id, head.before + nth, at, (place->>'scope') || '.' || (place->>'status'),
               jsonb_build_object('place', place - 'scope')
          FROM unnest(told) WITH ORDINALITY AS t(place, nth);
      END $$`);
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION book_place(registration uuid, place uuid, pool uuid, day text, mode text, scope_of_key text,
                                 key_given text, hash text, at timestamptz)
      RETURNS jsonb LANGUAGE plpgsql SET lock_timeout = '3s' AS $$
      DECLARE
        kept idempotency_keys;
        day_mode text;
        after_place uuid;
        claimed record;
        result jsonb;
      BEGIN
        -- The key is written with the answer, after the claim; a twin under way meets this one's place or key.
        SELECT * INTO kept FROM idempotency_keys k WHERE k.scope = scope_of_key AND k.key = key_given;
        IF FOUND THEN
          IF kept.request_hash <> hash THEN
            RAISE EXCEPTION 'idempotency.mismatch' USING ERRCODE = 'KP005';
          END IF;
          RETURN kept.answer;
        END IF;
        IF day IS NOT NULL THEN
          SELECT coalesce(attendance->>day, 'absent') INTO day_mode FROM registrations WHERE id = registration;
          IF mode = 'in-person' AND day_mode NOT IN ('in-person', 'both') THEN
            RAISE EXCEPTION '% %', day, day_mode USING ERRCODE = 'KP004';
          END IF;
          SELECT l.id INTO after_place FROM places l JOIN place_pools p ON p.id = l.pool_id
           WHERE l.registration_id = registration AND l.status <> 'cancelled'
             AND p.scope = 'day' AND p.key = day AND p.mode = book_place.mode;
          -- Whose offer of the day passed on has to come in person anew.
          IF mode = 'in-person' AND after_place IS NULL THEN
            RAISE EXCEPTION '% %', day, day_mode USING ERRCODE = 'KP004';
          END IF;
        END IF;
        SELECT * INTO claimed FROM claim_places(registration,
          jsonb_build_array(jsonb_build_object('id', place, 'pool_id', pool, 'after_id', after_place)), at);
        result := jsonb_build_object('id', place, 'status', claimed.place_status, 'position', claimed.place_position,
          'isEligible', claimed.place_eligible);
        IF key_given IS NOT NULL THEN
          INSERT INTO idempotency_keys (scope, key, request_hash, answer, created_at)
          VALUES (scope_of_key, key_given, hash, result, at);
        END IF;
        RETURN result;
      END $$`);
  }

  async down(): Promise<void> {}
}
