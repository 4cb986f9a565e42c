// 10,000 reminders handed to a mail server on the loopback, beside nodemailer alone that sends a letter of the same size;
// and what sockets of the same server notice: live changes to 500 of them, at rest and while it sends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { openFleet } from './fleet.mjs';
import { percentile } from './report.mjs';
import { freePort, kopaCommand, startKopa } from './servers.mjs';

const event = 'french-moods';
const mails = 10_000;
const sockets = 500;
// As many at rest as there are while it sends: the slowest of a hundred is another among forty.
const changes = 180;
const now = () => performance.timeOrigin + performance.now();

async function openSink() {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'mail-sink.mjs'), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  return {
    url: `smtp://127.0.0.1:${port}`,
    async taken() {
      child.stdin.write('?\n');
      const [line] = await once(lines, 'line');
      return Number(line);
    },
    stop: () => child.kill(),
  };
}

/**
 * People who come online and have two sessions of the third day in their agenda. They have had the reminders of the days
 * before: in the evening the server would write them by itself.
 */
async function register(pool) {
  await pool.query(
    `WITH made AS (
       INSERT INTO registrations (id, event_id, code, status, name, email, locale, timezone, attendance, created_at, confirmed_at)
       SELECT gen_random_uuid(), e.id, 'M' || lpad(n::text, 7, '0'), 'confirmed', 'Somebody ' || n, 'somebody' || n || '@example.org',
              CASE n % 2 WHEN 0 THEN 'lv' ELSE 'en' END, 'Europe/Paris',
              (SELECT jsonb_object_agg(date::text, 'online') FROM days d WHERE d.event_id = e.id), now(), now()
         FROM events e, generate_series(1, $2) AS n WHERE e.slug = $1 RETURNING id, event_id, email, locale
     )
     , reminded AS (
       INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, sent_at, state, recipient, locale, kind, facts, once_key)
       SELECT made.event_id, made.id, now(), now(), now(), 'sent', email, locale, 'day.reminder',
              jsonb_build_object('date', d.date::text), 'reminder ' || d.date || ' ' || made.id
         FROM made JOIN (SELECT event_id, date FROM days ORDER BY date LIMIT 2) AS d ON d.event_id = made.event_id
     )
     INSERT INTO stars (registration_id, session, created_at)
     SELECT id, session, now() FROM made, unnest(ARRAY['D3-NETWORK', 'D3-TECH']) AS session`,
    [event, mails],
  );
}

async function writeReminders(pool) {
  await pool.query(
    `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
     SELECT r.event_id, r.id, now(), now(), r.email, r.locale, 'day.reminder',
            jsonb_build_object('date', (SELECT max(date) FROM days d WHERE d.event_id = r.event_id)::text)
       FROM registrations r`,
  );
}

/** Waits of live changes from their commit to the last socket, one every 200 ms. */
async function pushes(fleet, listener, change, until) {
  const waits = [];
  for (let index = 0; index < changes || (until && !(await until())); index += 1) {
    await fleet.expect();
    const committed = new Promise((resolve) => listener.once('notification', () => resolve(now())));
    const [at, last] = await Promise.all([committed, fleet.last(), change(index)]);
    waits.push(last - at);
    await sleep(200);
  }
  return waits;
}

async function sendBare(sink, size) {
  const transport = nodemailer.createTransport({ pool: true, url: sink.url, maxConnections: 5, maxMessages: 500 });
  const html = `<p>${'ā'.repeat(size / 2)}</p>`;
  const from = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      while (sent < mails) {
        sent += 1;
        await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject: 'Bare', html, text: 'Bare' });
      }
    }),
  );
  transport.close();
  return (performance.now() - from) / 1000;
}

export async function measure() {
  const sink = await openSink();
  const kopa = await startKopa({ env: { SMTP_URL: sink.url } });
  const token = kopaCommand(kopa.folder, 'token', '--event', event, '--role', 'organiser');
  const pool = new pg.Pool({ connectionString: kopa.databaseUrl(), max: 2 });
  await register(pool);
  const listener = new pg.Client({ connectionString: kopa.databaseUrl() });
  await listener.connect();
  await listener.query('LISTEN kopa_streams');
  const change = async (index) => {
    const answer = await fetch(`${kopa.url}/api/v1/events/${event}/live-changes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ type: 'delay', session: 'D1-TOUR', minutes: index % 2 === 0 ? 5 : -5, cascade: false }),
    });
    if (answer.status !== 201) throw new Error(await answer.text());
  };
  const fleet = await openFleet(kopa.url, event, sockets);
  await pushes(fleet, listener, change);
  const idle = await pushes(fleet, listener, change);

  const from = performance.now();
  let seconds = null;
  const isDone = async () => {
    if ((await sink.taken()) < mails) return false;
    seconds ??= (performance.now() - from) / 1000;
    return true;
  };
  await writeReminders(pool);
  const watching = (async () => {
    while (seconds === null) {
      await sleep(100);
      await isDone();
    }
  })();
  const busy = await pushes(fleet, listener, change, async () => seconds !== null);
  await watching;
  const { rows } = await pool.query(`SELECT count(*) FILTER (WHERE state <> 'sent') AS wrong FROM outbox_mails`);
  fleet.stop();
  await listener.end();
  await pool.end();
  await kopa.stop();
  const bare = await sendBare(sink, 20_000);
  sink.stop();
  const [calm, sending] = [percentile(idle, 0.99), percentile(busy, 0.99)];
  return [
    {
      figure: `${mails} reminders handed over`,
      unit: 's',
      kopa: seconds,
      bare,
      ratio: seconds / bare,
      target: '<= 60 s',
      met: seconds <= 60,
    },
    {
      figure: 'of them not sent',
      unit: '',
      kopa: Number(rows[0].wrong),
      target: '0',
      met: Number(rows[0].wrong) === 0,
    },
    {
      figure: `a change to ${sockets} sockets meanwhile, p99 (bare: at rest)`,
      unit: 'ms',
      kopa: sending,
      bare: calm,
      ratio: sending / calm,
      target: '<= 1.1',
      met: sending / calm <= 1.1,
    },
    {
      figure: 'the same, p50',
      unit: 'ms',
      kopa: percentile(busy, 0.5),
      bare: percentile(idle, 0.5),
      ratio: percentile(busy, 0.5) / percentile(idle, 0.5),
      target: 'shown',
      met: true,
    },
  ];
}
