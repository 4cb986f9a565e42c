import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that entities cannot state: releases are immutable, rooms of a slot are of the right kind. */
export class Rules1764000000002 implements MigrationInterface {
  name = 'Rules1764000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'release % is immutable', OLD.number USING ERRCODE = 'check_violation';
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER releases_immutable BEFORE UPDATE ON releases
      FOR EACH ROW EXECUTE FUNCTION refuse_release_change()`);
    await queryRunner.query(`
      CREATE FUNCTION check_slot_rooms() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.room_id IS NOT NULL AND (SELECT kind FROM rooms WHERE id = NEW.room_id) <> 'physical' THEN
          RAISE EXCEPTION 'room_id of slot % is no physical room', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.online_room_id IS NOT NULL AND (SELECT kind FROM rooms WHERE id = NEW.online_room_id) <> 'online' THEN
          RAISE EXCEPTION 'online_room_id of slot % is no online room', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER slots_room_kinds BEFORE INSERT OR UPDATE ON slots
      FOR EACH ROW EXECUTE FUNCTION check_slot_rooms()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER slots_room_kinds ON slots');
    await queryRunner.query('DROP FUNCTION check_slot_rooms()');
    await queryRunner.query('DROP TRIGGER releases_immutable ON releases');
    await queryRunner.query('DROP FUNCTION refuse_release_change()');
  }
}
