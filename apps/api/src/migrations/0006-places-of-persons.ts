import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The functions of migration 4 for coach seats, fallbacks and offers alone; claims that claim nothing write no news. They
 * are not taken back, and the former `book_place` stays: processes of the version before call it until they are replaced.
 */
export class PlacesOfPersons1764000000006 implements MigrationInterface {
  name = 'PlacesOfPersons1764000000006';

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
          SELECT w.id, w.pool_id, w.after_id, w.fallback_of, w.offered_until
            FROM jsonb_to_recordset(wanted) AS w(id uuid, pool_id uuid, after_id uuid, fallback_of uuid,
                                                 offered_until timestamptz)
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
          -- With an expiry it is an offer and never more: of what nobody asked for.
          place_status := CASE WHEN NOT place_eligible OR pool.waiting > 0 THEN 'waitlisted'
                               WHEN claim.offered_until IS NULL THEN 'confirmed' ELSE 'offered' END;
          place_position := CASE WHEN place_status = 'waitlisted' THEN greatest(pool.waiting, 1) END;
          INSERT INTO places (id, pool_id, registration_id, held_as, status, number, after_id, is_eligible, fallback_of,
                              is_offer_only, offered_until, offered_for, created_at, changed_at)
          VALUES (claim.id, pool.id, registration,
                  concat_ws(' ', pool.scope, nullif(pool.key, ''), CASE pool.scope WHEN 'event' THEN pool.mode END),
                  place_status, pool.last_number, claim.after_id, place_eligible, claim.fallback_of,
                  claim.offered_until IS NOT NULL, CASE WHEN place_status = 'offered' THEN claim.offered_until END,
                  CASE WHEN place_status = 'offered' THEN 'mode' END, at, at);
          told := told || jsonb_strip_nulls(jsonb_build_object('id', claim.id, 'mode', pool.mode, 'status', place_status,
            'session', CASE WHEN pool.scope IN ('session', 'seat') THEN pool.key END,
            'date', CASE pool.scope WHEN 'day' THEN pool.key END,
            'offeredUntil', CASE WHEN place_status = 'offered'
              THEN to_char(claim.offered_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
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
      CREATE OR REPLACE FUNCTION publish_places(changed uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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
                   'session', CASE WHEN p.scope IN ('session', 'seat') THEN p.key END,
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
    await queryRunner.query(`
      CREATE FUNCTION book_place(registration uuid, place uuid, pool uuid, day text, mode text, scope_of_key text,
                                 key_given text, hash text, at timestamptz, seat_place uuid, seat_pool uuid,
                                 instead_of uuid)
      RETURNS jsonb LANGUAGE plpgsql SET lock_timeout = '3s' AS $$
      DECLARE
        kept idempotency_keys;
        day_mode text;
        after_place uuid;
        wanted jsonb;
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
        IF instead_of IS NOT NULL AND NOT EXISTS (SELECT FROM places l
            WHERE l.id = instead_of AND l.registration_id = registration AND l.status IN ('waitlisted', 'offered')) THEN
          RAISE EXCEPTION 'insteadOf' USING ERRCODE = 'KP007';
        END IF;
        wanted := jsonb_build_array(jsonb_build_object('id', place, 'pool_id', pool, 'after_id', after_place,
                                                       'fallback_of', instead_of));
        IF seat_place IS NOT NULL THEN
          IF EXISTS (SELECT FROM registrations WHERE id = registration AND telephone = '') THEN
            RAISE EXCEPTION 'telephone' USING ERRCODE = 'KP006';
          END IF;
          wanted := wanted || jsonb_build_object('id', seat_place, 'pool_id', seat_pool, 'after_id', place);
        END IF;
        SELECT jsonb_agg(jsonb_build_object('id', c.place_id, 'status', c.place_status, 'position', c.place_position,
                                            'isEligible', c.place_eligible)) INTO result
          FROM claim_places(registration, wanted, at) AS c;
        IF key_given IS NOT NULL THEN
          INSERT INTO idempotency_keys (scope, key, request_hash, answer, created_at)
          VALUES (scope_of_key, key_given, hash, result, at);
        END IF;
        RETURN result;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP FUNCTION book_place(uuid, uuid, uuid, text, text, text, text, text, timestamptz, uuid, uuid, uuid)',
    );
  }
}
