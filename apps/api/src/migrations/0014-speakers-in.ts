import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files of an event: logos, materials, slides that are handed in. Where speakers are written to, in which language and
 * zone, and where they meet before their session.
 */
export class SpeakersIn1764000000014 implements MigrationInterface {
  name = 'SpeakersIn1764000000014';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "event_files" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "name" text NOT NULL, "media_type" text NOT NULL, "bytes" bytea NOT NULL, "digest" text NOT NULL, "uploaded_at" TIMESTAMP WITH TIME ZONE NOT NULL, "speaker" text, "session" text, CONSTRAINT "event_files_size" CHECK (octet_length(bytes) BETWEEN 1 AND 20971520), CONSTRAINT "event_files_handed_in_for" CHECK ((speaker IS NULL) = (session IS NULL)), CONSTRAINT "PK_0ca0eca37fe8158b4bfe4debbdb" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "event_files_handed_in" ON "event_files" ("event_id", "session", "speaker", "digest") WHERE speaker IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "event_files_once" ON "event_files" ("event_id", "digest") WHERE speaker IS NULL`,
    );
    await queryRunner.query(`ALTER TABLE "events" ADD "backstage_url" text`);
    await queryRunner.query(`ALTER TABLE "speaker_links" ADD "locale" text`);
    await queryRunner.query(`ALTER TABLE "speaker_links" ADD "timezone" text`);
    await queryRunner.query(`ALTER TABLE "speakers" ADD "email" text`);
    await queryRunner.query(
      `ALTER TABLE "speakers" ADD CONSTRAINT "speakers_email_form" CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$')`,
    );
    await queryRunner.query(
      `ALTER TABLE "event_files" ADD CONSTRAINT "FK_507bab283c7f5999aacff462a5c" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "event_files" DROP CONSTRAINT "FK_507bab283c7f5999aacff462a5c"`);
    await queryRunner.query(`ALTER TABLE "speakers" DROP CONSTRAINT "speakers_email_form"`);
    await queryRunner.query(`ALTER TABLE "speakers" DROP COLUMN "email"`);
    await queryRunner.query(`ALTER TABLE "speaker_links" DROP COLUMN "timezone"`);
    await queryRunner.query(`ALTER TABLE "speaker_links" DROP COLUMN "locale"`);
    await queryRunner.query(`ALTER TABLE "events" DROP COLUMN "backstage_url"`);
    await queryRunner.query(`DROP INDEX "event_files_once"`);
    await queryRunner.query(`DROP INDEX "event_files_handed_in"`);
    await queryRunner.query(`DROP TABLE "event_files"`);
  }
}
