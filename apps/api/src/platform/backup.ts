import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { DataSource, QueryRunner } from 'typeorm';
import { Problem } from './problem.js';

const format = 'kopa-backup-2';
/** Tables of which a restored server wants none: who runs now. */
const passing = ['server_processes'];
/** PostgreSQL's own mark for the end of a COPY in a text; no row looks like it. */
const endOfTable = '\\.';

interface Header {
  format: string;
  migrations: string[];
}

interface Table {
  name: string;
  columns: string[];
}

/**
 * Writes all tables by COPY, as one snapshot, to a gzip file: a line of JSON that says what it is, then for each table a
 * line `COPY "table" ("column", ...)`, its rows in PostgreSQL's text format, and `\.`. The file appears under its name
 * only when it is whole.
 */
export async function backUp(dataSource: DataSource, file: string): Promise<{ tables: number; rows: number }> {
  const runner = dataSource.createQueryRunner();
  const partial = `${file}.${process.pid}.partial`;
  await runner.startTransaction('REPEATABLE READ');
  try {
    await runner.query('SET TRANSACTION READ ONLY');
    const client = (await runner.connect()) as ClientBase;
    const tables = await tablesInOrder(runner);
    const header: Header = { format, migrations: await migrationsOf(runner) };
    let rows = 0;
    async function* content(): AsyncGenerator<string | Buffer> {
      yield `${JSON.stringify(header)}\n`;
      for (const table of tables) {
        yield `${copyLine(table)}\n`;
        const source = client.query(copyTo(`${copyLine(table)} TO STDOUT`));
        for await (const chunk of source as AsyncIterable<Buffer>) yield chunk;
        rows += source.rowCount;
        yield `${endOfTable}\n`;
      }
    }
    await pipeline(content, createGzip(), createWriteStream(partial, { mode: 0o600 }));
    renameSync(partial, file);
    return { tables: tables.length, rows };
  } finally {
    rmSync(partial, { force: true });
    await runner.rollbackTransaction();
    await runner.release();
  }
}

/** What is numbered goes on behind the newest number that was restored. */
async function goOnCounting(runner: QueryRunner): Promise<void> {
  const counted: { table: string; column: string }[] = await runner.manager.query(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = current_schema() AND is_identity = 'YES'`,
  );
  for (const { table, column } of counted) {
    await runner.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), (SELECT coalesce(max(${quoted(column)}), 0) + 1 FROM ${quoted(table)}), false)`,
      [quoted(table), column],
    );
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
    const client = (await runner.connect()) as ClientBase;
    const tables = await tablesInOrder(runner);
    await runner.query(`TRUNCATE ${[...tables.map(({ name }) => name), ...passing].map(quoted).join(', ')} CASCADE`);
    const known = new Map(tables.map((table) => [copyLine(table), table]));
    const lines = linesOf(file);
    await readHeader(runner, (await lines.next()).value);
    let rows = 0;
    for await (const line of lines) {
      const table = known.get(line);
      if (table === undefined)
        throw new Problem(422, 'backup.unreadable', `The backup holds what is no table here: ${line.slice(0, 80)}`);
      known.delete(line);
      rows += await copyIn(client, table, lines);
    }
    const [missing] = known.values();
    if (missing !== undefined)
      throw new Problem(422, 'backup.unreadable', `The backup is cut off: it lacks the table "${missing.name}".`);
    await runner.query('UPDATE stream_heads SET epoch = $1', [randomUUID()]);
    await goOnCounting(runner);
    await runner.commitTransaction();
    return { tables: tables.length, rows };
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

async function copyIn(client: ClientBase, table: Table, lines: AsyncGenerator<string, undefined>): Promise<number> {
  const target = client.query(copyFrom(`${copyLine(table)} FROM STDIN`));
  const done = finished(target);
  // Waited for below; a failure must not count as nobody's in the meantime.
  done.catch(() => undefined);
  for (;;) {
    const { value: line } = await lines.next();
    if (line === undefined) {
      target.destroy(new Error('cut off'));
      throw new Problem(422, 'backup.unreadable', `The backup is cut off in the table "${table.name}".`);
    }
    if (line === endOfTable) break;
    if (!target.write(`${line}\n`)) await Promise.race([once(target, 'drain'), done]);
  }
  target.end();
  await done;
  return target.rowCount;
}

/** The lines of a gzip file. Only a line feed ends one: texts hold every other separator that there is. */
async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  let rest = '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const source = createReadStream(file);
    const unzipped = createGunzip();
    source.on('error', (error) => unzipped.destroy(error));
    for await (const chunk of source.pipe(unzipped) as AsyncIterable<Buffer>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(422, 'backup.unreadable', `The file cannot be read as a backup of Kopā: ${reason}`);
  }
  return undefined;
}

async function readHeader(runner: QueryRunner, line: string | undefined): Promise<void> {
  let header: Partial<Header>;
  try {
    header = JSON.parse(line ?? '') as Partial<Header>;
  } catch {
    throw new Problem(422, 'backup.unreadable', 'The file is no backup of Kopā.');
  }
  if (header.format !== format) {
    throw new Problem(422, 'backup.unreadable', `The file is no backup of the form ${format}.`);
  }
  const here = await migrationsOf(runner);
  if (here.join() !== header.migrations?.join()) {
    const there = header.migrations?.at(-1) ?? 'none';
    throw new Problem(
      422,
      'backup.schema',
      `The backup is of another version (${there}, here ${here.at(-1) ?? 'none'}).`,
    );
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const copyLine = ({ name, columns }: Table): string => `COPY ${quoted(name)} (${columns.map(quoted).join(', ')})`;

async function migrationsOf(runner: QueryRunner): Promise<string[]> {
  const rows = await runner.manager.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** All tables of rows to keep, each after those that it refers to. */
async function tablesInOrder(runner: QueryRunner): Promise<Table[]> {
  const tables = await runner.manager.query<(Table & { needs: string[] })[]>(
    `SELECT c.relname AS name,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT coalesce(array_agg(DISTINCT p.relname::text), '{}') FROM pg_constraint f
               JOIN pg_class p ON p.oid = f.confrelid
              WHERE f.conrelid = c.oid AND f.contype = 'f' AND p.oid <> c.oid) AS needs
       FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname NOT IN ('migrations', 'typeorm_metadata') AND NOT c.relname = ANY($1)
      ORDER BY c.relname`,
    [passing],
  );
  const open = new Map(tables.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  while (open.size > 0) {
    const next = [...open.values()].filter(({ needs }) => needs.every((need) => !open.has(need)));
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    for (const { name, columns } of next) {
      open.delete(name);
      ordered.push({ name, columns });
    }
  }
  return ordered;
}
