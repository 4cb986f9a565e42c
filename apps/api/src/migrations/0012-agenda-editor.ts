import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has the agenda editor open: a row for each open page, which forgets itself when it is not renewed. Drafts that
 * were replaced by an older release, so that this can be undone. When speakers can.
 */
export class AgendaEditor1764000000012 implements MigrationInterface {
  name = 'AgendaEditor1764000000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "draft_presences" ("tab" uuid NOT NULL, "event_id" uuid NOT NULL, "who" text NOT NULL, "name" text NOT NULL DEFAULT '', "session_id" uuid, "seen_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "draft_presences_pkey" PRIMARY KEY ("tab"))`,
    );
    await queryRunner.query(`CREATE INDEX "draft_presences_event" ON "draft_presences" ("event_id", "seen_at")`);
    await queryRunner.query(
      `ALTER TABLE "draft_presences" ADD CONSTRAINT "FK_03b90f86e642bafa5ad38c3901f" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `CREATE TABLE "kept_drafts" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "content" jsonb NOT NULL, CONSTRAINT "kept_drafts_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "kept_drafts_event" ON "kept_drafts" ("event_id", "at")`);
    await queryRunner.query(
      `ALTER TABLE "kept_drafts" ADD CONSTRAINT "FK_867dffc2e92b4d1ab4a79507285" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(`ALTER TABLE "speakers" ADD "availability" jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "speakers" DROP COLUMN "availability"`);
    await queryRunner.query(`DROP TABLE "kept_drafts"`);
    await queryRunner.query(`DROP TABLE "draft_presences"`);
  }
}
