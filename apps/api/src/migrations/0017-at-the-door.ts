import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said of people at doors, and why places were given there over the capacity: never in a coach. */
export class AtTheDoor1764000000017 implements MigrationInterface {
  name = 'AtTheDoor1764000000017';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "check_ins" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "registration_id" uuid NOT NULL, "kind" text NOT NULL, "key" text NOT NULL, "day" date NOT NULL, "state" text NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "present_at" TIMESTAMP WITH TIME ZONE, "by" text NOT NULL, "recorded_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "check_ins_once" UNIQUE ("registration_id", "kind", "key"), CONSTRAINT "check_ins_said" CHECK (present_at <= at AND at <= recorded_at), CONSTRAINT "check_ins_present" CHECK ((state = 'present') = (present_at IS NOT NULL)), CONSTRAINT "check_ins_state_known" CHECK (state IN ('present', 'not-coming', 'none')), CONSTRAINT "check_ins_kind_known" CHECK (kind IN ('arrival', 'boarding')), CONSTRAINT "PK_fac7f27bc829a454ad477c13f62" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "check_ins_event" ON "check_ins"  ("event_id", "kind", "key") `);
    await queryRunner.query(`ALTER TABLE "place_pools" ADD "given_over" integer NOT NULL DEFAULT '0'`);
    await queryRunner.query(`ALTER TABLE "places" ADD "over_because" text`);
    await queryRunner.query(
      `ALTER TABLE "place_pools" ADD CONSTRAINT "place_pools_given_over" CHECK (given_over >= 0 AND (given_over = 0 OR scope <> 'seat'))`,
    );
    await queryRunner.query(`ALTER TABLE "places" ADD CONSTRAINT "places_over_because" CHECK (over_because <> '')`);
    await queryRunner.query(
      `ALTER TABLE "check_ins" ADD CONSTRAINT "FK_aa021e08eca9624b17bc501000a" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "check_ins" ADD CONSTRAINT "FK_ec62eb9e9e2b46305f66e50272c" FOREIGN KEY ("registration_id") REFERENCES "registrations"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "check_ins" DROP CONSTRAINT "FK_ec62eb9e9e2b46305f66e50272c"`);
    await queryRunner.query(`ALTER TABLE "check_ins" DROP CONSTRAINT "FK_aa021e08eca9624b17bc501000a"`);
    await queryRunner.query(`ALTER TABLE "places" DROP CONSTRAINT "places_over_because"`);
    await queryRunner.query(`ALTER TABLE "place_pools" DROP CONSTRAINT "place_pools_given_over"`);
    await queryRunner.query(`ALTER TABLE "places" DROP COLUMN "over_because"`);
    await queryRunner.query(`ALTER TABLE "place_pools" DROP COLUMN "given_over"`);
    await queryRunner.query(`DROP INDEX "public"."check_ins_event"`);
    await queryRunner.query(`DROP TABLE "check_ins"`);
  }
}
