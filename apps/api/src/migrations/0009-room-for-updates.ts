import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leaves room in the pages of rows that a change touches by the thousand (when somebody was told last, where their stream
 * stands): an update that finds room beside the old row writes no index (PostgreSQL's heap-only tuples).
 */
export class RoomForUpdates1764000000009 implements MigrationInterface {
  name = 'RoomForUpdates1764000000009';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "registrations" SET (fillfactor = 70)`);
    await queryRunner.query(`ALTER TABLE "stream_heads" SET (fillfactor = 70)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "stream_heads" RESET (fillfactor)`);
    await queryRunner.query(`ALTER TABLE "registrations" RESET (fillfactor)`);
  }
}
