import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long it takes from venue to venue, as organisers say. */
export class EventFrame1764000000019 implements MigrationInterface {
  name = 'EventFrame1764000000019';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "venues" ADD "minutes_to" jsonb NOT NULL DEFAULT '{}'`);
    await queryRunner.query(
      `ALTER TABLE "venues" ADD CONSTRAINT "venues_minutes_to" CHECK (jsonb_typeof(minutes_to) = 'object')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "venues" DROP CONSTRAINT "venues_minutes_to"`);
    await queryRunner.query(`ALTER TABLE "venues" DROP COLUMN "minutes_to"`);
  }
}
