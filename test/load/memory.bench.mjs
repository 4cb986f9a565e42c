// Memory of the server process for each of 5,000 idle sockets, beside a bare Socket.IO server.
import { readFileSync } from 'node:fs';
import { openFleet } from './fleet.mjs';
import { bareScript, startKopa } from './servers.mjs';

const count = 5_000;
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5_000));

async function perSocket(server) {
  await settle();
  const before = resident(server.pid);
  const fleet = await openFleet(server.url, 'french-moods', count);
  await settle();
  const after = resident(server.pid);
  fleet.stop();
  return ((after - before) * 1024) / 1000 / count;
}

export async function measure() {
  const kopa = await startKopa();
  const bare = await bareScript('bare-push.mjs', kopa.databaseUrl());
  const theirs = await perSocket(bare);
  const mine = await perSocket(kopa);
  bare.stop();
  await kopa.stop();
  return [
    {
      figure: 'memory per idle socket at 5,000',
      unit: 'KB',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: '<= 45 KB',
      met: mine <= 45,
    },
  ];
}
