// From the commit of a live change to the last of 1,000 and of 5,000 sockets, Kopā beside a bare Socket.IO server that
// does the same write, NOTIFY and emit. The clock starts when the NOTIFY of the commit reaches this process.
import pg from 'pg';
import { openFleet } from './fleet.mjs';
import { median, percentile } from './report.mjs';
import { bareScript, kopaCommand, startKopa } from './servers.mjs';

const event = 'french-moods';
const changesPerRun = 10;
const now = () => performance.timeOrigin + performance.now();

async function run(fleet, listener, change) {
  const waits = [];
  for (let index = 0; index < changesPerRun; index += 1) {
    await fleet.expect();
    const committed = new Promise((resolve) => listener.once('notification', () => resolve(now())));
    const [at, last] = await Promise.all([committed, fleet.last(), change(index)]);
    waits.push(last - at);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return waits;
}

export async function measure() {
  const kopa = await startKopa();
  const token = kopaCommand(kopa.folder, 'token', '--event', event, '--role', 'organiser');
  const listener = new pg.Client({ connectionString: kopa.databaseUrl() });
  await listener.connect();
  const bareListener = new pg.Client({ connectionString: kopa.databaseUrl() });
  await bareListener.connect();
  await listener.query('LISTEN kopa_streams');
  await bareListener.query('LISTEN bare');
  const bare = await bareScript('bare-push.mjs', kopa.databaseUrl());
  const slot = { id: 'slot', reason: null, padding: 'x'.repeat(420) };
  const post = async (url, body, headers = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  };
  const delay = (index) =>
    post(
      `${kopa.url}/api/v1/events/${event}/live-changes`,
      { type: 'delay', session: 'D1-TOUR', minutes: index % 2 === 0 ? 5 : -5, cascade: false },
      { authorization: `Bearer ${token}` },
    );
  const rows = [];
  for (const count of [1_000, 5_000]) {
    const waits = { kopa: [], bare: [] };
    for (let round = 0; round < 5; round += 1) {
      const bareFleet = await openFleet(bare.url, event, count);
      waits.bare.push(
        ...(await run(bareFleet, bareListener, () => post(`${bare.url}/write`, { type: 'slot.delayed', slot }))),
      );
      bareFleet.stop();
      const fleet = await openFleet(kopa.url, event, count);
      waits.kopa.push(...(await run(fleet, listener, delay)));
      fleet.stop();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const [mine, theirs] = [median(waits.kopa), median(waits.bare)];
    const name = `commit to the last of ${count} sockets`;
    rows.push({
      figure: `${name}, p50`,
      unit: 'ms',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: '<= 1.3',
      met: mine / theirs <= 1.3,
    });
    const [slow, theirSlow] = [percentile(waits.kopa, 0.99), percentile(waits.bare, 0.99)];
    rows.push({
      figure: `${name}, p99`,
      unit: 'ms',
      kopa: slow,
      bare: theirSlow,
      ratio: slow / theirSlow,
      target: 'shown',
      met: true,
    });
  }
  await listener.end();
  await bareListener.end();
  bare.stop();
  await kopa.stop();
  return rows;
}
