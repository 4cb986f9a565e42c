// A live delay that hits 5,000 registrations beside one that hits none: how long its commit takes, and how long it is
// until the last of 5,000 sockets, each a participant's, is told of the change and of the conflict that came of it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openFleet } from './fleet.mjs';
import { bookAll, linkTokens, registerPeople, starAll } from './people.mjs';
import { median } from './report.mjs';
import { kopaCommand, startKopa } from './servers.mjs';

const event = 'french-moods';
const people = Number(process.env.PEOPLE ?? 5_000);
const rounds = 5;
const now = () => performance.timeOrigin + performance.now();

export async function measure() {
  const kopa = await startKopa();
  const token = kopaCommand(kopa.folder, 'token', '--event', event, '--role', 'organiser');
  const base = `${kopa.url}/api/v1/events/${event}`;
  const { days, sessions } = await (await fetch(`${base}/programme`)).json();
  const pool = new pg.Pool({ connectionString: kopa.databaseUrl(), max: 2 });
  const attendance = Object.fromEntries(days.map(({ date }) => [date, 'both']));
  const ids = await registerPeople(pool, event, people, attendance, 'AG');
  // The opening ends when people gather for the visit: late, it makes them miss the departure.
  await bookAll(pool, event, ids, 'D2-INCUBATOR', 'in-person');
  await bookAll(pool, event, ids, 'D2-MORNING', 'in-person');
  const starred = sessions
    .filter(({ code, kind, addOn }) => code > 'D2-MORNING' && kind !== 'break' && addOn === null)
    .slice(0, 8);
  await starAll(
    pool,
    ids,
    starred.map(({ code }) => code),
  );
  await pool.query('ANALYZE');

  const live = async (change) => {
    const from = performance.now();
    const answer = await fetch(`${base}/live-changes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(change),
    });
    if (answer.status !== 201) throw new Error(`the change was refused: ${await answer.text()}`);
    await answer.json();
    return performance.now() - from;
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-bench-'));
  const tokenFile = path.join(folder, 'tokens');
  writeFileSync(tokenFile, (await linkTokens(pool, 'manage', ids)).join('\n'));
  const fleet = await openFleet(kopa.url, event, people, 'change:agenda.changed', tokenFile);
  await sleep(3_000);

  const commits = { none: [], all: [] };
  const told = [];
  for (let round = 0; round < rounds; round += 1) {
    commits.none.push(await live({ type: 'delay', session: 'D3-CIDER', minutes: 10 }));
    await sleep(1_000);
    // People hear at most once in two minutes: the clock of that is put back.
    await pool.query('UPDATE registrations SET noticed_at = NULL');
    await fleet.expect();
    const from = now();
    commits.all.push(await live({ type: 'delay', session: 'D2-MORNING', minutes: 10 }));
    told.push((await fleet.last()) - from);
    await sleep(1_500);
  }
  const { rows } = await pool.query(
    `SELECT count(*) FILTER (WHERE type = 'agenda.changed') AS changed, count(*) FILTER (WHERE type = 'agenda.conflicted') AS conflicted
       FROM stream_rows WHERE type LIKE 'agenda.%'`,
  );
  const { changed, conflicted } = rows[0];
  fleet.stop();
  await pool.end();
  await kopa.stop();
  const [none, all] = [median(commits.none), median(commits.all)];
  const slowest = Math.max(...told);
  return [
    {
      figure: `commit of a delay that hits ${people}, beside one that hits none`,
      unit: 'ms',
      kopa: all,
      bare: none,
      ratio: all / none,
      target: '<= 1.2',
      met: all / none <= 1.2,
    },
    {
      figure: `until the last of ${people} sockets is told, p50`,
      unit: 'ms',
      kopa: median(told),
      target: '<= 2000',
      met: median(told) <= 2_000,
    },
    { figure: 'the slowest of five', unit: 'ms', kopa: slowest, target: '<= 2000', met: slowest <= 2_000 },
    {
      figure: `told of the change (${rounds} times ${people})`,
      unit: '',
      kopa: Number(changed),
      target: `= ${rounds * people}`,
      met: Number(changed) === rounds * people,
    },
    { figure: 'told of a conflict that came of it', unit: '', kopa: Number(conflicted), target: 'shown', met: true },
  ];
}
