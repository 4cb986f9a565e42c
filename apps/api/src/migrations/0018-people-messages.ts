import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organisers write to many at once, and which mails of the outbox are copies of it. */
export class PeopleMessages1764000000018 implements MigrationInterface {
  name = 'PeopleMessages1764000000018';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "people_messages" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "event_id" uuid NOT NULL, "segment" jsonb NOT NULL, "versions" jsonb NOT NULL, "is_essential" boolean NOT NULL, "written_at" TIMESTAMP WITH TIME ZONE NOT NULL, "held_until" TIMESTAMP WITH TIME ZONE NOT NULL, "stopped_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "people_messages_pkey" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "people_messages_event" ON "people_messages" ("event_id", "id")`);
    await queryRunner.query(`ALTER TABLE "outbox_mails" ADD "of_message" bigint`);
    await queryRunner.query(
      `CREATE INDEX "outbox_mails_message" ON "outbox_mails" ("of_message") WHERE of_message IS NOT NULL`,
    );
    await queryRunner.query(
      `ALTER TABLE "people_messages" ADD CONSTRAINT "FK_5c366f40af491b8e1802754e950" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "people_messages" DROP CONSTRAINT "FK_5c366f40af491b8e1802754e950"`);
    await queryRunner.query(`DROP INDEX "public"."outbox_mails_message"`);
    await queryRunner.query(`ALTER TABLE "outbox_mails" DROP COLUMN "of_message"`);
    await queryRunner.query(`DROP INDEX "public"."people_messages_event"`);
    await queryRunner.query(`DROP TABLE "people_messages"`);
  }
}
