import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organisers say to many at once; whose turn it is in a session, as it was said on the day. */
export class LiveDesk1764000000016 implements MigrationInterface {
  name = 'LiveDesk1764000000016';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "announcements" ("id" uuid NOT NULL, "event_id" uuid NOT NULL, "posted_at" TIMESTAMP WITH TIME ZONE NOT NULL, "texts" jsonb NOT NULL, "kind" text NOT NULL, "until" TIMESTAMP WITH TIME ZONE, "audience_to" text NOT NULL, "audience_mode" text, "audience_date" date, "audience_session" text, "people" integer NOT NULL, "told" uuid array NOT NULL DEFAULT '{}', "withdrawn_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "announcements_audience" CHECK (CASE "audience_to"
    WHEN 'all' THEN "audience_mode" IS NULL AND "audience_date" IS NULL AND "audience_session" IS NULL
    WHEN 'mode' THEN "audience_mode" IN ('in-person', 'online') AND "audience_mode" IS NOT NULL AND "audience_session" IS NULL
    WHEN 'day' THEN "audience_mode" IS NULL AND "audience_date" IS NOT NULL AND "audience_session" IS NULL
    WHEN 'session' THEN "audience_mode" IS NULL AND "audience_date" IS NULL AND "audience_session" IS NOT NULL
    ELSE false END), CONSTRAINT "announcements_withdrawn" CHECK ("withdrawn_at" >= "posted_at"), CONSTRAINT "announcements_until" CHECK ("until" > "posted_at"), CONSTRAINT "announcements_kind" CHECK ("kind" IN ('sticky', 'passing') AND ("until" IS NULL OR "kind" = 'sticky')), CONSTRAINT "PK_b3ad760876ff2e19d58e05dc8b0" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "announcements_event" ON "announcements"  ("event_id", "posted_at", "id") `);
    await queryRunner.query(
      `ALTER TABLE "announcements" ADD CONSTRAINT "FK_3aa1ff684ac5d194a77c07c3754" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(`ALTER TABLE "published_slots" ADD "turn" jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "published_slots" DROP COLUMN "turn"`);
    await queryRunner.query(`DROP TABLE "announcements"`);
  }
}
