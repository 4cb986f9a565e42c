import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DatabaseHeld, openEmbeddedDatabase } from './embedded-postgres.js';

const own = { mode: 'own', purpose: 'test', durable: false } as const;
const built = path.resolve(__dirname, '../../dist/platform/embedded-postgres.js');

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that holds the database of `folder`; resolves when it does, with its address. */
async function holder(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const program = `import { openEmbeddedDatabase } from ${JSON.stringify(built)};
    const database = await openEmbeddedDatabase(${JSON.stringify(folder)}, { mode: 'own', purpose: 'server on port 4711', durable: false });
    setInterval(() => undefined, 1_000);
    process.on('SIGTERM', () => process.exit(0));
    console.log(database.url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, url: line.toString().trim() };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

describe('openEmbeddedDatabase', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kopa-embedded-'));
    // PostgreSQL's own user has to pass through when root runs this.
    chmodSync(folder, 0o711);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('starts a UTF-8 server with a password in a file only its owner reads, and keeps what is written', async () => {
    const first = await openEmbeddedDatabase(folder, own);
    await ask(first.url, `CREATE TABLE kept AS SELECT 'Kopā' AS word`);
    await first.stop();

    const second = await openEmbeddedDatabase(folder, own);
    try {
      expect(await ask(second.url, `SELECT word, current_setting('server_encoding') AS encoding FROM kept`)).toEqual([
        { word: 'Kopā', encoding: 'UTF8' },
      ]);
      expect(statSync(path.join(folder, 'password')).mode & 0o777).toBe(0o600);
      await expect(ask(second.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    } finally {
      await second.stop();
    }
  });

  it('refuses a folder that a living process holds, naming the process and what it is; sharing works', async () => {
    const held = await holder(folder);
    try {
      const refusal = openEmbeddedDatabase(folder, own);
      await expect(refusal).rejects.toThrow(DatabaseHeld);
      await expect(refusal).rejects.toThrow(`held by process ${held.process.pid} (server on port 4711)`);
      const shared = await openEmbeddedDatabase(folder, { ...own, mode: 'share' });
      expect([shared.url, shared.borrowed]).toEqual([held.url, true]);
      await shared.stop();
      expect(await ask(held.url, 'SELECT 1 AS still')).toEqual([{ still: 1 }]);
    } finally {
      await ended(held.process, 'SIGKILL');
      await (await openEmbeddedDatabase(folder, own)).stop();
    }
  });

  it('takes over the orphan of an owner that was killed, with what it had committed', async () => {
    const killed = await holder(folder);
    await ask(killed.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await ended(killed.process, 'SIGKILL');
    expect(await ask(killed.url, 'SELECT 1 AS orphaned')).toEqual([{ orphaned: 1 }]);

    const taken = await openEmbeddedDatabase(folder, own);
    try {
      expect(await ask(taken.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
      expect((JSON.parse(readFileSync(path.join(folder, 'owner.json'), 'utf8')) as { pid: number }).pid).toBe(
        process.pid,
      );
    } finally {
      await taken.stop();
    }
  });

  it('does not take a process for the owner that only got the owner’s number again', async () => {
    const stranger = { pid: process.ppid, beginning: 'another time', purpose: 'server on port 1' };
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(stranger));
    const database = await openEmbeddedDatabase(folder, own);
    expect(await ask(database.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await database.stop();
  });

  it('leaves no server behind when its owner exits without stopping it', async () => {
    const left = await holder(folder);
    await ended(left.process, 'SIGTERM');
    // PostgreSQL takes this file away as the last thing of a clean stop; the test's time limit is the deadline.
    while (existsSync(path.join(folder, 'database', 'postmaster.pid'))) await sleep(50);
    await expect(ask(left.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('puts data and binaries where the database’s user may go, and says where, when root’s folder is shut', async () => {
    chmodSync(folder, 0o700);
    const database = await openEmbeddedDatabase(folder, own);
    const isRoot = process.getuid?.() === 0;
    const place = isRoot ? readFileSync(path.join(folder, 'location'), 'utf8').trim() : folder;
    try {
      expect(await ask(database.url, `SELECT current_setting('data_directory') AS at`)).toEqual([
        { at: path.join(place, 'database') },
      ]);
      expect(place === folder).toBe(!isRoot);
    } finally {
      await database.stop();
      rmSync(place, { recursive: true, force: true });
    }
  });
});
