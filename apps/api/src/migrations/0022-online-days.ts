import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days that were switched to online on the day itself, with what stood there before, so that they can come back; with
 * what a slot was swapped. */
export class OnlineDays1764000000022 implements MigrationInterface {
  name = 'OnlineDays1764000000022';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "online_days" ("event_id" uuid NOT NULL, "date" date NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, "is_online" boolean NOT NULL, "reason" jsonb, "slots" jsonb NOT NULL, CONSTRAINT "PK_192dc4574f52781d32520a221c7" PRIMARY KEY ("event_id", "date"))`,
    );
    await queryRunner.query(
      `ALTER TABLE "online_days" ADD CONSTRAINT "FK_f395fb6fa5b96ac761f5fd485d4" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(`ALTER TABLE "published_slots" ADD "swapped_with" text`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "published_slots" DROP COLUMN "swapped_with"`);
    await queryRunner.query(`ALTER TABLE "online_days" DROP CONSTRAINT "FK_f395fb6fa5b96ac761f5fd485d4"`);
    await queryRunner.query(`DROP TABLE "online_days"`);
  }
}
