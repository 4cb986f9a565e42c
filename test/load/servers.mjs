// Servers to be measured, each a process of its own on a free port with data of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = path.resolve(import.meta.dirname, '../..');
const fosdem = path.resolve(root, '../shared/data/schedules/frab/fosdem-2025.schedule.xml');

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The schedule of FOSDEM 2025 if it lies beside the project, else one of the same size that is made up. */
export function schedule() {
  if (existsSync(fosdem)) return fosdem;
  console.error('the schedule of FOSDEM 2025 is not here: measuring with a made-up one of 943 sessions');
  const events = Array.from({ length: 943 }, (_, index) => {
    const day = index % 2;
    const room = (index >> 1) % 40;
    const start = 540 + ((index / 80) | 0) * 30;
    const time = `${String((start / 60) | 0).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}`;
    return {
      day,
      room,
      xml: `<event id="${index + 1}"><start>${time}</start><duration>00:25</duration><title>Session number ${index} on a subject of its own</title><track>Track ${room % 20}</track><type>talk</type><language>en</language><abstract>${'What it is about, at some length. '.repeat(20)}</abstract><persons><person id="${index + 1}">Speaker ${index}</person></persons></event>`,
    };
  });
  const days = [0, 1].map(
    (day) =>
      `<day index="${day + 1}" date="2025-02-0${day + 1}">${Array.from(
        { length: 40 },
        (_, room) =>
          `<room name="Room ${room}">${events
            .filter((event) => event.day === day && event.room === room)
            .map(({ xml }) => xml)
            .join('')}</room>`,
      ).join('')}</day>`,
  );
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'kopa-bench-')), 'schedule.xml');
  writeFileSync(
    file,
    `<?xml version="1.0" encoding="UTF-8"?><schedule><conference><title>Made up</title><start>2025-02-01</start><end>2025-02-02</end><time_zone_name>Europe/Brussels</time_zone_name></conference>${days.join('')}</schedule>`,
  );
  return file;
}

export function kopaCommand(folder, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'apps/api/dist/cli.js'), ...words], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, KOPA_DATA: folder },
  });
  if (status !== 0) throw new Error(`kopa ${words.join(' ')} failed: ${stdout}${stderr}`);
  return stdout.trim();
}

/** A Kopā server on a folder of its own, with the logging that ships; `importing` releases a schedule as event `bench`. */
export async function startKopa({
  importing,
  env = {},
  folder = mkdtempSync(path.join(tmpdir(), 'kopa-bench-')),
} = {}) {
  chmodSync(folder, 0o711);
  const port = await freePort();
  const log = openSync(path.join(folder, 'server.log'), 'w');
  const child = spawn(process.execPath, [path.join(root, 'apps/api/dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      KOPA_DATA: folder,
      PORT: String(port),
      HOST: '127.0.0.1',
      KOPA_RATE_LIMIT: 'off',
      ...env,
    },
    stdio: ['ignore', log, log],
  });
  const url = `http://127.0.0.1:${port}`;
  await answered(`${url}/readyz`);
  if (importing)
    kopaCommand(folder, 'import', importing, '--event', 'bench', '--timezone', 'Europe/Brussels', '--release');
  return {
    url,
    folder,
    pid: child.pid,
    databaseUrl: () =>
      `postgres://kopa:${readFileSync(path.join(folder, 'password'), 'utf8').trim()}@127.0.0.1:${readFileSync(path.join(folder, 'port'), 'utf8').trim()}/kopa`,
    async stop({ keep = false } = {}) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function answered(url) {
  for (let attempt = 0; attempt < 3000; attempt += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return answer;
    await sleep(20);
  }
  throw new Error(`${url} does not answer`);
}

/** One of the bare servers of this folder; its first argument is the port. */
export async function bareScript(name, ...args) {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, name), String(port), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill() };
}
