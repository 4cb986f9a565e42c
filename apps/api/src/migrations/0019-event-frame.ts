import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long it takes from venue to venue, as organisers say. Events that are deleted and may still be restored. */
export class EventFrame1764000000019 implements MigrationInterface {
  name = 'EventFrame1764000000019';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "venues" ADD "minutes_to" jsonb NOT NULL DEFAULT '{}'`);
    await queryRunner.query(
      `ALTER TABLE "venues" ADD CONSTRAINT "venues_minutes_to" CHECK (jsonb_typeof(minutes_to) = 'object')`,
    );
    await queryRunner.query(`ALTER TABLE "events" ADD "deleted_at" TIMESTAMP WITH TIME ZONE`);
    await queryRunner.query(`ALTER TABLE "events" ADD "deletes_at" TIMESTAMP WITH TIME ZONE`);
    await queryRunner.query(`ALTER TABLE "events" ADD "kept_state" text`);
    await queryRunner.query(`ALTER TABLE "events" DROP CONSTRAINT "events_state_known"`);
    await queryRunner.query(
      `ALTER TABLE "events" ADD CONSTRAINT "events_state_known" CHECK (state IN ('draft', 'public', 'archived', 'deleted'))`,
    );
    await queryRunner.query(
      `ALTER TABLE "events" ADD CONSTRAINT "events_kept_state" CHECK (kept_state IN ('draft', 'public', 'archived'))`,
    );
    await queryRunner.query(
      `ALTER TABLE "events" ADD CONSTRAINT "events_deleted_order" CHECK (deleted_at < deletes_at)`,
    );
    await queryRunner.query(
      `ALTER TABLE "events" ADD CONSTRAINT "events_deleted_whole" CHECK ((state = 'deleted') = (deleted_at IS NOT NULL) AND (state = 'deleted') = (deletes_at IS NOT NULL) AND (state = 'deleted') = (kept_state IS NOT NULL))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "events" DROP CONSTRAINT "events_deleted_whole"`);
    await queryRunner.query(`ALTER TABLE "events" DROP CONSTRAINT "events_deleted_order"`);
    await queryRunner.query(`ALTER TABLE "events" DROP CONSTRAINT "events_kept_state"`);
    await queryRunner.query(`ALTER TABLE "events" DROP CONSTRAINT "events_state_known"`);
    // A server from before knows of no deleted events: they are there again.
    await queryRunner.query(`UPDATE "events" SET "state" = "kept_state" WHERE "state" = 'deleted'`);
    await queryRunner.query(
      `ALTER TABLE "events" ADD CONSTRAINT "events_state_known" CHECK (state IN ('draft', 'public', 'archived'))`,
    );
    await queryRunner.query(`ALTER TABLE "events" DROP COLUMN "kept_state"`);
    await queryRunner.query(`ALTER TABLE "events" DROP COLUMN "deletes_at"`);
    await queryRunner.query(`ALTER TABLE "events" DROP COLUMN "deleted_at"`);
    await queryRunner.query(`ALTER TABLE "venues" DROP CONSTRAINT "venues_minutes_to"`);
    await queryRunner.query(`ALTER TABLE "venues" DROP COLUMN "minutes_to"`);
  }
}
