import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an edit of an invitation code has seen of it, and since when it is withdrawn. */
export class InvitationCodes1764000000025 implements MigrationInterface {
  name = 'InvitationCodes1764000000025';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "invitations" ADD "withdrawn_at" TIMESTAMP WITH TIME ZONE`);
    await queryRunner.query(`ALTER TABLE "invitations" ADD "version" integer NOT NULL DEFAULT '1'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "invitations" DROP COLUMN "version"`);
    await queryRunner.query(`ALTER TABLE "invitations" DROP COLUMN "withdrawn_at"`);
  }
}
