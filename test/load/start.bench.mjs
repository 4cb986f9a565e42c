// From `npm start` (built, database initialised and stopped) to the first programme answered, beside `npm start` of a
// package whose start is an empty node:http server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from './report.mjs';
import { answered, freePort, root, startKopa } from './servers.mjs';

async function timeStart(cwd, env, address) {
  const port = await freePort();
  const from = performance.now();
  const child = spawn('npm', ['start'], {
    cwd,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
    detached: true,
  });
  await answered(`http://127.0.0.1:${port}${address}`);
  const seconds = (performance.now() - from) / 1000;
  const exit = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await exit;
  return seconds;
}

export async function measure() {
  const prepared = await startKopa();
  await prepared.stop({ keep: true });
  const bare = mkdtempSync(path.join(tmpdir(), 'kopa-bench-'));
  writeFileSync(
    path.join(bare, 'package.json'),
    JSON.stringify({ name: 'bare', type: 'module', scripts: { start: 'node server.js' } }),
  );
  writeFileSync(
    path.join(bare, 'server.js'),
    `import { createServer } from 'node:http'; createServer((_, response) => response.end('{}')).listen(process.env.PORT);`,
  );
  const seconds = { kopa: [], bare: [] };
  for (let round = 0; round < 5; round += 1) {
    seconds.bare.push(await timeStart(bare, {}, '/'));
    seconds.kopa.push(await timeStart(root, { KOPA_DATA: prepared.folder }, '/api/v1/events/french-moods/programme'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const [mine, theirs] = [median(seconds.kopa), median(seconds.bare)];
  return [
    {
      figure: 'npm start to the first programme',
      unit: 's',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: '<= 3 s',
      met: mine <= 3,
    },
  ];
}
