import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Speakers are edited by version, as sessions are. */
export class SpeakersEdited1764000000015 implements MigrationInterface {
  name = 'SpeakersEdited1764000000015';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "speakers" ADD "version" integer NOT NULL DEFAULT 1`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "speakers" DROP COLUMN "version"`);
  }
}
