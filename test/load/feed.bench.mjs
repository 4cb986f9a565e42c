// A personal calendar of 60 items: 304 beside node:http that gives the same, and the CPU time of one that is not kept.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { load } from './load.mjs';
import { linkTokens, registerPeople, starAll } from './people.mjs';
import { median } from './report.mjs';
import { bareScript, schedule, startKopa } from './servers.mjs';

const items = 60;
const misses = 300;
// What the compiler needs until it is done is nobody's calendar.
const warming = 300;

export async function measure() {
  const kopa = await startKopa({ importing: schedule() });
  const { days, sessions } = await (await fetch(`${kopa.url}/api/v1/events/bench/programme`)).json();
  const pool = new pg.Pool({ connectionString: kopa.databaseUrl(), max: 2 });
  const attendance = Object.fromEntries(days.map(({ date }) => [date, 'both']));
  const ids = await registerPeople(pool, 'bench', warming + misses + 1, attendance, 'FE');
  const codes = sessions.filter(({ slots }) => slots.length === 1).slice(0, items);
  await starAll(
    pool,
    ids,
    codes.map(({ code }) => code),
  );
  await pool.query('ANALYZE');
  const urls = (await linkTokens(pool, 'feed', ids)).map((token) => `${kopa.url}/calendar/me/${token}.ics`);
  await pool.end();

  const cpu = async () => {
    const text = await (await fetch(`${kopa.url}/metrics`)).text();
    return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)[1]);
  };
  const read = async (url) => (await fetch(url)).text();
  const [first, ...rest] = urls;
  for (const url of rest.slice(0, warming)) await read(url);
  const before = await cpu();
  for (const url of rest.slice(warming)) await read(url);
  const each = ((await cpu()) - before) * (1000 / misses);

  const answer = await fetch(first);
  const etag = answer.headers.get('etag');
  const body = await answer.text();
  const entries = body.split('BEGIN:VEVENT').length - 1;
  if (entries !== items) throw new Error(`the calendar has ${entries} entries`);
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'kopa-bench-')), 'agenda.ics');
  writeFileSync(file, body);
  const bare = await bareScript('bare-http.mjs', file, 'identity', etag);
  const figures = { kopa: [], bare: [] };
  for (let round = 0; round < 5; round += 1) {
    figures.bare.push((await load(bare.url, `if-none-match: ${etag}`)).perSecond);
    figures.kopa.push((await load(first, `if-none-match: ${etag}`)).perSecond);
  }
  await kopa.stop();
  bare.stop();
  const [mine, theirs] = [median(figures.kopa), median(figures.bare)];
  return [
    {
      figure: `personal calendar of ${items} items, 304`,
      unit: '/s',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: '>= 0.5',
      met: mine / theirs >= 0.5,
    },
    { figure: 'the same made anew, CPU', unit: 'ms', kopa: each, target: '<= 5', met: each <= 5 },
  ];
}
