import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { DataSource, QueryRunner } from 'typeorm';
import { Problem } from './problem.js';

const format = 'kopa-backup-1';
/** Tables of which a restored server wants none: who runs now, and what is being waited for. */
const passing = new Set(['server_processes']);
const batch = 500;

interface Header {
  format: string;
  migrations: string[];
  tables: string[];
}

/**
 * Writes all tables, as one snapshot, to a gzip file of JSON lines: a header, then for each row `[table, row]`, the row
 * as PostgreSQL prints it. The file appears under its name only when it is whole.
 */
export async function backUp(dataSource: DataSource, file: string): Promise<{ tables: number; rows: number }> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction('REPEATABLE READ');
  try {
    await runner.query('SET TRANSACTION READ ONLY');
    const tables = await tablesInOrder(runner);
    const header: Header = { format, migrations: await migrationsOf(runner), tables };
    let rows = 0;
    async function* lines(): AsyncGenerator<string> {
      yield `${JSON.stringify(header)}\n`;
      for (const table of tables) {
        await runner.query(
          `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM "${table}" t`,
        );
        for (;;) {
          const page = await runner.manager.query<{ row: string }[]>(`FETCH ${batch} FROM backup_rows`);
          for (const { row } of page) yield `[${JSON.stringify(table)},${row.replaceAll('\n', ' ')}]\n`;
          rows += page.length;
          if (page.length < batch) break;
        }
        await runner.query('CLOSE backup_rows');
      }
    }
    const partial = `${file}.${process.pid}.partial`;
    await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600 }));
    renameSync(partial, file);
    return { tables: tables.length, rows };
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

/**
 * Replaces the content of the database by a backup of the same migrations, in one transaction. Streams get a new epoch,
 * so that clients who are ahead of the backup fetch anew. Problems: 422 `backup.unreadable`, `backup.schema`.
 */
export async function restore(dataSource: DataSource, file: string): Promise<{ tables: number; rows: number }> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    // Rows of a table and of those that it refers to come in any order; triggers check what is written by hand only.
    const tables = await tablesInOrder(runner);
    await runner.query(`TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')} CASCADE`);
    let header: Header | null = null;
    let rows = 0;
    let table = '';
    let pending: string[] = [];
    const write = async (): Promise<void> => {
      if (pending.length > 0) {
        await runner.query(
          `INSERT INTO "${table}" OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
          [`[${pending.join(',')}]`],
        );
      }
      rows += pending.length;
      pending = [];
    };
    const source = createReadStream(file);
    const unzipped = source.pipe(createGunzip());
    source.on('error', (error) => unzipped.destroy(error));
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity })) {
      if (header === null) {
        header = await readHeader(runner, line);
        continue;
      }
      const end = line.indexOf('",');
      const name = line.slice(2, end);
      if (!header.tables.includes(name) || !tables.includes(name))
        throw new Problem(422, 'backup.unreadable', `The backup names an unknown table "${name}".`);
      if (name !== table || pending.length >= batch) await write();
      table = name;
      pending.push(line.slice(end + 2, -1));
    }
    if (header === null) throw new Problem(422, 'backup.unreadable', 'The backup is empty.');
    await write();
    await runner.query('UPDATE stream_heads SET epoch = $1', [randomUUID()]);
    await runner.commitTransaction();
    return { tables: tables.length, rows };
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

async function readHeader(runner: QueryRunner, line: string): Promise<Header> {
  let header: Header;
  try {
    header = JSON.parse(line) as Header;
  } catch {
    throw new Problem(422, 'backup.unreadable', 'The file is no backup of Kopā.');
  }
  if (header.format !== format)
    throw new Problem(422, 'backup.unreadable', `The file is no backup of the form ${format}.`);
  const migrations = await migrationsOf(runner);
  if (migrations.join() !== header.migrations.join()) {
    throw new Problem(
      422,
      'backup.schema',
      `The backup is of another version (${header.migrations.at(-1) ?? 'none'}, here ${migrations.at(-1) ?? 'none'}).`,
    );
  }
  return header;
}

async function migrationsOf(runner: QueryRunner): Promise<string[]> {
  const rows = await runner.manager.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** All tables of rows to keep, each after those that it refers to. */
async function tablesInOrder(runner: QueryRunner): Promise<string[]> {
  const tables = await runner.manager.query<{ name: string; needs: string[] }[]>(`
    SELECT c.relname AS name,
           coalesce(array_agg(DISTINCT p.relname::text) FILTER (WHERE p.oid IS NOT NULL AND p.oid <> c.oid), '{}') AS needs
      FROM pg_class c
      LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
      LEFT JOIN pg_class p ON p.oid = f.confrelid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND c.relname NOT IN ('migrations', 'typeorm_metadata')
     GROUP BY c.relname, c.oid ORDER BY c.relname`);
  const open = new Map(tables.filter(({ name }) => !passing.has(name)).map(({ name, needs }) => [name, needs]));
  const ordered: string[] = [];
  while (open.size > 0) {
    const next = [...open].filter(([, needs]) => needs.every((need) => !open.has(need))).map(([name]) => name);
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    for (const name of next) open.delete(name);
    ordered.push(...next);
  }
  return ordered;
}
