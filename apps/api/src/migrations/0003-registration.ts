import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of registration: people, pools and places. Generated from the entities, then read by hand. */
export class Registration1764000000003 implements MigrationInterface {
  name = 'Registration1764000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "audit_entries" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "event_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "who" text NOT NULL, "action" text NOT NULL, "subject" text NOT NULL, "before" jsonb, "after" jsonb, "reason" text NOT NULL DEFAULT '', CONSTRAINT "PK_6b1623bcad4d04530b76548d619" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "audit_entries_event" ON "audit_entries"  ("event_id", "id") `);
    await queryRunner.query(
      `CREATE TABLE "outbox_mails" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "event_id" uuid NOT NULL, "written_at" TIMESTAMP WITH TIME ZONE NOT NULL, "recipient" text NOT NULL, "locale" text NOT NULL, "kind" text NOT NULL, "facts" jsonb NOT NULL, CONSTRAINT "PK_b29f3864833e0d790528753c19c" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "outbox_mails_event" ON "outbox_mails"  ("event_id") `);
    await queryRunner.query(
      `CREATE TABLE "server_keys" ("name" text NOT NULL, "key" bytea NOT NULL, CONSTRAINT "PK_bce3d7702735c7c59874675e4fd" PRIMARY KEY ("name"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "registrations" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "code" text NOT NULL, "contact_id" uuid, "status" text NOT NULL DEFAULT 'unconfirmed', "name" text NOT NULL, "email" text NOT NULL, "locale" text NOT NULL, "timezone" text, "organisation" text NOT NULL DEFAULT '', "country" text, "attendance" jsonb NOT NULL, "meanwhile" jsonb NOT NULL DEFAULT '{}', "answers" jsonb NOT NULL DEFAULT '{}', "consents" jsonb NOT NULL DEFAULT '[]', "confirm_by" TIMESTAMP WITH TIME ZONE, "token_version" integer NOT NULL DEFAULT '1', "version" integer NOT NULL DEFAULT '1', "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "confirmed_at" TIMESTAMP WITH TIME ZONE, "cancelled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "registrations_hold" CHECK ((status <> 'unconfirmed') OR confirm_by IS NOT NULL), CONSTRAINT "registrations_country_form" CHECK (country ~ '^[A-Z]{2}$'), CONSTRAINT "registrations_code_form" CHECK (code ~ '^[A-Z0-9]{8}$'), CONSTRAINT "registrations_status_known" CHECK (status IN ('unconfirmed', 'confirmed', 'cancelled')), CONSTRAINT "PK_6013e724d7b22929da9cd7282d1" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "registrations_group" ON "registrations"  ("contact_id") `);
    await queryRunner.query(
      `CREATE INDEX "registrations_unconfirmed" ON "registrations"  ("confirm_by") WHERE status = 'unconfirmed'`,
    );
    await queryRunner.query(`CREATE INDEX "registrations_email" ON "registrations"  ("event_id", "email") `);
    await queryRunner.query(`CREATE UNIQUE INDEX "registrations_code" ON "registrations"  ("event_id", "code") `);
    await queryRunner.query(
      `CREATE TABLE "place_pools" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "scope" text NOT NULL, "rank" smallint NOT NULL, "key" text NOT NULL, "mode" text NOT NULL, "capacity" integer, "ceiling" integer, "taken" integer NOT NULL DEFAULT '0', "waiting" integer NOT NULL DEFAULT '0', "last_number" bigint NOT NULL DEFAULT '0', "promotion" text NOT NULL DEFAULT 'automatic', "offer_minutes" integer NOT NULL DEFAULT '1440', "is_set" boolean NOT NULL DEFAULT false, "changes" bigint NOT NULL DEFAULT '0', CONSTRAINT "place_pools_of" UNIQUE ("event_id", "scope", "key", "mode"), CONSTRAINT "place_pools_waiting" CHECK (waiting >= 0), CONSTRAINT "place_pools_taken" CHECK (taken >= 0 AND taken <= ceiling), CONSTRAINT "place_pools_ceiling" CHECK ((capacity IS NULL) = (ceiling IS NULL) AND capacity <= ceiling), CONSTRAINT "place_pools_capacity" CHECK (capacity >= 0), CONSTRAINT "place_pools_offer_minutes" CHECK (offer_minutes BETWEEN 1 AND 43200), CONSTRAINT "place_pools_promotion_known" CHECK (promotion IN ('automatic', 'offer')), CONSTRAINT "place_pools_mode_known" CHECK (mode IN ('in-person', 'online')), CONSTRAINT "place_pools_rank" CHECK (rank = array_position(ARRAY['event', 'day', 'session'], scope)), CONSTRAINT "place_pools_scope_known" CHECK (scope IN ('event', 'day', 'session')), CONSTRAINT "PK_eb37cf70e1b1b570cf08c83bd94" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "places" ("id" uuid NOT NULL, "pool_id" uuid NOT NULL, "registration_id" uuid NOT NULL, "held_as" text NOT NULL, "status" text NOT NULL, "number" bigint NOT NULL, "after_id" uuid, "is_eligible" boolean NOT NULL DEFAULT true, "offered_until" TIMESTAMP WITH TIME ZONE, "offered_for" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "places_eligible" CHECK (is_eligible OR status IN ('waitlisted', 'cancelled')), CONSTRAINT "places_offer" CHECK ((status = 'offered') = (offered_until IS NOT NULL)), CONSTRAINT "places_status_known" CHECK (status IN ('confirmed', 'waitlisted', 'offered', 'cancelled')), CONSTRAINT "PK_1afab86e226b4c3bc9a74465c12" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "places_after" ON "places"  ("after_id") `);
    await queryRunner.query(`CREATE INDEX "places_pool" ON "places"  ("pool_id") `);
    await queryRunner.query(`CREATE INDEX "places_registration" ON "places"  ("registration_id") `);
    await queryRunner.query(`CREATE INDEX "places_offers" ON "places"  ("offered_until") WHERE status = 'offered'`);
    await queryRunner.query(
      `CREATE INDEX "places_queue" ON "places"  ("pool_id", "number") WHERE status = 'waitlisted'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "places_held" ON "places"  ("registration_id", "held_as") WHERE status <> 'cancelled'`,
    );
    await queryRunner.query(
      `CREATE TABLE "registration_rules" ("event_id" uuid NOT NULL, "rules" jsonb NOT NULL, "version" integer NOT NULL, CONSTRAINT "PK_6332171878971516f1ddaa7f5b8" PRIMARY KEY ("event_id"))`,
    );
    await queryRunner.query(
      `ALTER TABLE "registrations" ADD CONSTRAINT "FK_c082d66f7080c743a96c1e91807" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "place_pools" ADD CONSTRAINT "FK_c2dcf65a2a6d5c2d9b22a5cd6b2" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "places" ADD CONSTRAINT "FK_1badd463ee9c5742318de6bebd3" FOREIGN KEY ("pool_id") REFERENCES "place_pools"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "places" ADD CONSTRAINT "FK_64fcb698f79522b54dafdc274e9" FOREIGN KEY ("registration_id") REFERENCES "registrations"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "places" ADD CONSTRAINT "FK_77fd87640306f787ab4a0061372" FOREIGN KEY ("after_id") REFERENCES "places"("id") ON DELETE SET NULL ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "registration_rules" ADD CONSTRAINT "FK_6332171878971516f1ddaa7f5b8" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "registration_rules" DROP CONSTRAINT "FK_6332171878971516f1ddaa7f5b8"`);
    await queryRunner.query(`ALTER TABLE "places" DROP CONSTRAINT "FK_77fd87640306f787ab4a0061372"`);
    await queryRunner.query(`ALTER TABLE "places" DROP CONSTRAINT "FK_64fcb698f79522b54dafdc274e9"`);
    await queryRunner.query(`ALTER TABLE "places" DROP CONSTRAINT "FK_1badd463ee9c5742318de6bebd3"`);
    await queryRunner.query(`ALTER TABLE "place_pools" DROP CONSTRAINT "FK_c2dcf65a2a6d5c2d9b22a5cd6b2"`);
    await queryRunner.query(`ALTER TABLE "registrations" DROP CONSTRAINT "FK_c082d66f7080c743a96c1e91807"`);
    await queryRunner.query(`DROP TABLE "registration_rules"`);
    await queryRunner.query(`DROP INDEX "public"."places_held"`);
    await queryRunner.query(`DROP INDEX "public"."places_queue"`);
    await queryRunner.query(`DROP INDEX "public"."places_offers"`);
    await queryRunner.query(`DROP INDEX "public"."places_registration"`);
    await queryRunner.query(`DROP INDEX "public"."places_pool"`);
    await queryRunner.query(`DROP INDEX "public"."places_after"`);
    await queryRunner.query(`DROP TABLE "places"`);
    await queryRunner.query(`DROP TABLE "place_pools"`);
    await queryRunner.query(`DROP INDEX "public"."registrations_code"`);
    await queryRunner.query(`DROP INDEX "public"."registrations_email"`);
    await queryRunner.query(`DROP INDEX "public"."registrations_unconfirmed"`);
    await queryRunner.query(`DROP INDEX "public"."registrations_group"`);
    await queryRunner.query(`DROP TABLE "registrations"`);
    await queryRunner.query(`DROP TABLE "server_keys"`);
    await queryRunner.query(`DROP INDEX "public"."outbox_mails_event"`);
    await queryRunner.query(`DROP TABLE "outbox_mails"`);
    await queryRunner.query(`DROP INDEX "public"."audit_entries_event"`);
    await queryRunner.query(`DROP TABLE "audit_entries"`);
  }
}
