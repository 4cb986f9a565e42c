import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Departures that are held: what a live change lays over the logistics of a release. */
export class LiveLogistics1764000000008 implements MigrationInterface {
  name = 'LiveLogistics1764000000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "held_departures" ("session_id" uuid NOT NULL, "event_id" uuid NOT NULL, "depart_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_c74fa8a6f3fb70c65a5c47ec383" PRIMARY KEY ("session_id"))`,
    );
    await queryRunner.query(`CREATE INDEX "held_departures_event" ON "held_departures" ("event_id")`);
    await queryRunner.query(
      `ALTER TABLE "held_departures" ADD CONSTRAINT "FK_0a1db1df2db480711c34d52e38f" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "held_departures"`);
  }
}
