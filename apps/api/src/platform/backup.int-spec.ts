import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { checkDatabase } from '../checks.js';
import { loadDemo } from '../programme/load-demo.js';
import { backUp, restore } from './backup.js';

/** Every row of every table but the streams' epochs, which a restore renews, as text. */
async function contents({ dataSource }: TestDatabase): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { tableName } of dataSource.entityMetadatas) {
    if (tableName === 'server_processes') continue;
    const rows: { row: string }[] = await dataSource.query(
      `SELECT (to_jsonb(t) - 'epoch')::text AS row FROM "${tableName}" t ORDER BY 1`,
    );
    all[tableName] = rows.map(({ row }) => row);
  }
  return all;
}

const audit = `INSERT INTO audit_entries (event_id, at, who, action, subject) SELECT id, now(), 'test', 'tried', '' FROM events`;

describe('backUp and restore', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-backup-'));
  const file = path.join(folder, 'kopa.backup');
  let source: TestDatabase;
  let target: TestDatabase;

  beforeAll(async () => {
    source = await createTestDatabase();
    target = await createTestDatabase();
    await loadDemo(source.dataSource, { day: 1, now: new Date('2026-10-07T06:00:00.000Z') });
    await source.dataSource.query(`
      WITH event AS (SELECT id FROM events), person AS (
        INSERT INTO registrations (id, event_id, code, status, name, email, locale, attendance, created_at)
        SELECT gen_random_uuid(), id, 'ABCDEFGH', 'confirmed', 'Ādams', 'a@example.org', 'lv', '{}', now() FROM event RETURNING id
      ), stream AS (
        INSERT INTO stream_heads (id, event_id, name, epoch, seq)
        SELECT gen_random_uuid(), event_id, 'me:ABCDEFGH', epoch, 0 FROM stream_heads WHERE name = 'event'
      ), pools AS (
        INSERT INTO place_pools (id, event_id, scope, rank, key, mode, taken, last_number)
        SELECT gen_random_uuid(), id, scope, rank, key, 'online', 1, 1 FROM event,
               (VALUES ('day', 2, '2026-10-07'), ('session', 3, 'D2-QUIET')) AS v(scope, rank, key) RETURNING id, scope
      ), day AS (SELECT gen_random_uuid() AS id)
      INSERT INTO places (id, pool_id, registration_id, held_as, status, number, after_id, created_at, changed_at)
      SELECT CASE scope WHEN 'day' THEN day.id ELSE gen_random_uuid() END, pools.id, person.id, scope, 'confirmed', 1,
             CASE scope WHEN 'session' THEN day.id END, now(), now() FROM pools, person, day`);
    await source.dataSource.query(`INSERT INTO server_keys VALUES ('links', '\\x00ff5c0a')`);
    await source.dataSource.query(audit);
  });

  afterAll(async () => {
    await source.drop();
    await target.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings every row of one database into another, in which all is well', async () => {
    const written = await backUp(source.dataSource, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await restore(target.dataSource, file)).toEqual(written);

    const restored = await contents(target);
    expect(restored).toEqual(await contents(source));
    expect(restored['events']).toHaveLength(1);
    expect(await checkDatabase(target.dataSource)).toEqual([]);
  });

  it('goes on counting where the backup was', async () => {
    const [entry]: { id: string }[] = await target.dataSource.query(`${audit} RETURNING id`);
    expect(entry?.id).toBe('2');
    await target.dataSource.query('DELETE FROM audit_entries WHERE id = 2');
  });

  it('gives streams a new epoch, so that clients ahead of the backup fetch anew', async () => {
    const epochs = `SELECT DISTINCT epoch::text FROM stream_heads`;
    const [before]: { epoch: string }[] = await source.dataSource.query(epochs);
    const [after]: { epoch: string }[] = await target.dataSource.query(epochs);
    expect(after?.epoch).not.toBe(before?.epoch);
  });

  it('keeps texts to the letter, whatever separators they hold', async () => {
    const text = 'Ā\t\\.\n\\N\r\u2028\u2029,"quoted" \u0001';
    await source.dataSource.query(`UPDATE events SET title = jsonb_build_object('lv', $1::text)`, [text]);
    await backUp(source.dataSource, file);
    await restore(target.dataSource, file);
    const [row]: { title: string }[] = await target.dataSource.query(`SELECT title->>'lv' AS title FROM events`);
    expect(row?.title).toBe(text);
  });

  it('refuses a backup that was cut off, in a row and between tables', async () => {
    const whole = gunzipSync(readFileSync(file));
    const before = await contents(source);
    for (const end of [whole.length - 200, whole.lastIndexOf('\nCOPY ') + 1]) {
      writeFileSync(file, gzipSync(whole.subarray(0, end)));
      await expect(restore(source.dataSource, file)).rejects.toMatchObject({ code: 'backup.unreadable' });
    }
    expect(await contents(source)).toEqual(before);
  });

  it.each([
    ['another file', gzipSync('hello\n'), 'backup.unreadable'],
    ['an empty one', gzipSync(''), 'backup.unreadable'],
    [
      'one of another schema',
      gzipSync(`${JSON.stringify({ format: 'kopa-backup-2', migrations: ['Other1'] })}\n`),
      'backup.schema',
    ],
  ])('refuses %s and leaves the database as it was', async (_what, bytes, code) => {
    const wrong = path.join(folder, 'wrong.backup');
    writeFileSync(wrong, bytes);
    const before = await contents(source);
    await expect(restore(source.dataSource, wrong)).rejects.toMatchObject({ code });
    expect(await contents(source)).toEqual(before);
  });
});
