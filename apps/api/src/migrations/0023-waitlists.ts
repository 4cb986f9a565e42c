import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an edit of a pool's capacity has seen of it. */
export class Waitlists1764000000023 implements MigrationInterface {
  name = 'Waitlists1764000000023';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "place_pools" ADD "version" integer NOT NULL DEFAULT '1'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "place_pools" DROP COLUMN "version"`);
  }
}
