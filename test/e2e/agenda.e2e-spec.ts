import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistrationAnswer } from '@kopa/contracts';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { fetchProgramme } from './programme-follower.js';

const visit = 'D2-INCUBATOR';
const people = 40;
/** How long after the answer to a live change the server is killed: from at once to about when people have been told. */
const killsAfterMilliseconds = [0, 5, 15, 40, 100];

describe('News of changes at the built server', () => {
  let database: TestDatabase;
  let server: TestServer;
  let event: string;
  let organiser: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    server = await startServer({ databaseUrl: database.url, env: { KOPA_RATE_LIMIT: 'off' } });
    const events = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    event = events.items[0]!.slug;
    organiser = (await runKopa(database.url, 'token', '--event', event, '--role', 'organiser')).stdout.trim();
  });
  afterEach(async () => {
    await server.stop();
    await database.drop();
  });

  const call = async (method: string, url: string, token?: string, body?: object): Promise<Response> => {
    const answer = await fetch(`${server.url}/api/v1/events/${event}${url}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const counted = async (sql: string): Promise<number[]> => {
    const rows: { count: string }[] = await database.dataSource.query(sql);
    return rows.map(({ count }) => Number(count));
  };
  const told = () =>
    counted(`SELECT count(r.seq) FROM stream_heads h LEFT JOIN stream_rows r ON r.stream_id = h.id AND r.type = 'agenda.changed'
              WHERE h.name LIKE 'me:%' GROUP BY h.id`);
  const mailed = () =>
    counted(`SELECT count(m.id) FROM registrations r LEFT JOIN outbox_mails m
                 ON m.registration_id = r.id AND m.kind = 'agenda.changed' GROUP BY r.id`);

  it('reaches everyone concerned exactly once, though the server is killed between the change and the news', async () => {
    const programme = await fetchProgramme(server.url, event);
    await call('PUT', `/sessions/${visit}/places`, organiser, { mode: 'in-person', capacity: people });
    const attendance = Object.fromEntries(programme.days.map(({ date }) => [date, 'in-person']));
    for (let index = 0; index < people; index += 1) {
      const person = { name: `Person ${index}`, email: `person${index}@example.org`, locale: 'lv', attendance };
      const bookings = [{ session: visit, mode: 'in-person' }];
      const answer = await call('POST', '/registrations', undefined, { ...person, bookings });
      const { code } = (await answer.json()) as RegistrationAnswer;
      await call('POST', `/registrations/${code}/confirm`, organiser);
    }
    for (const [round, after] of killsAfterMilliseconds.entries()) {
      // People hear once in two minutes at most: that time is over.
      await database.dataSource.query('UPDATE registrations SET noticed_at = NULL');
      await call('POST', '/live-changes', organiser, { type: 'delay', session: visit, minutes: 10 });
      await sleep(after);
      await server.kill();
      server = await startServer({ databaseUrl: database.url, env: { KOPA_RATE_LIMIT: 'off' } });
      const isTold = (counts: number[]): boolean => counts.every((count) => count > round);
      while (!isTold(await told())) await sleep(50);
    }
    const once = Array.from({ length: people }, () => killsAfterMilliseconds.length);
    expect([await told(), await mailed()]).toEqual([once, once]);
    expect((await runKopa(database.url, 'doctor')).code).toBe(0);
  });
});
