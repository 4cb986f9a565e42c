import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { person } from '../support/demo-event.js';
import { openMailServer, type MailServer } from '../support/mail-server.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';

describe('mail of server processes', () => {
  let database: TestDatabase;
  let mail: MailServer;
  const servers: TestServer[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    mail = await openMailServer();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.kill()));
    await mail.close();
    await database.drop();
  });

  const start = async (): Promise<TestServer> => {
    const server = await startServer({
      databaseUrl: database.url,
      env: { SMTP_URL: mail.url, KOPA_RATE_LIMIT: 'off', KOPA_PUBLIC_URL: 'http://kopa.example' },
    });
    servers.push(server);
    return server;
  };
  /** Days of the demo, which lie ahead of now. */
  const register = async (server: TestServer, name: string): Promise<void> => {
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as {
      items: { slug: string; firstDay: string }[];
    };
    const [event] = items;
    const body = person(name, { email: `${name}@example.org`, attendance: { [event!.firstDay]: 'online' } });
    const answer = await fetch(`${server.url}/api/v1/events/${event!.slug}/registrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(await answer.text());
  };
  const states = async (): Promise<{ recipient: string; state: string }[]> =>
    database.dataSource.query('SELECT recipient, state FROM outbox_mails ORDER BY recipient');
  const settled = async (): Promise<void> => {
    for (let look = 0; look < 1000; look += 1) {
      if ((await states()).every(({ state }) => state !== 'due')) return;
      await sleep(20);
    }
    throw new Error('mail stays due');
  };

  it('is sent at once, and each but once by two processes', async () => {
    const [one, other] = [await start(), await start()];
    const names = Array.from({ length: 40 }, (_, index) => `person-${String(index)}`);
    await Promise.all(names.map((name, index) => register(index % 2 === 0 ? one : other, name)));
    await mail.wait(names.length);
    await settled();
    expect(mail.received.map(({ to }) => to[0]!.address).sort()).toEqual(
      names.map((name) => `${name}@example.org`).sort(),
    );
    expect(new Set(mail.received.map(({ messageId }) => messageId)).size).toBe(names.length);
  });

  it('is sent again under the same Message-ID by another process when the first died before it could write that down', async () => {
    const first = await start();
    const died = new Promise<void>((resolve) => {
      mail.onTaken = async () => {
        mail.onTaken = () => undefined;
        await first.kill();
        resolve();
      };
    });
    await register(first, 'anna');
    await died;
    expect(await states()).toEqual([{ recipient: 'anna@example.org', state: 'due' }]);
    // As if the time was over for which the dead one had claimed it.
    await database.dataSource.query('UPDATE outbox_mails SET due_at = now()');
    await start();
    await mail.wait(2);
    await settled();
    expect(mail.received).toHaveLength(2);
    expect(mail.received[0]!.messageId).toBe(mail.received[1]!.messageId);
    expect(await states()).toEqual([{ recipient: 'anna@example.org', state: 'sent' }]);
  });

  it('of one message reaches everybody, and nobody twice but under the same Message-ID, though the server dies in the middle', async () => {
    const first = await start();
    const names = Array.from({ length: 30 }, (_, index) => `person-${String(index)}`);
    for (const name of names) await register(first, name);
    await mail.wait(names.length);
    await settled();
    mail.received.length = 0;
    const { items } = (await (await fetch(`${first.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const { slug } = items[0]!;
    const token = (await runKopa(database.url, 'token', '--event', slug, '--role', 'organiser')).stdout.trim();
    const key = randomUUID();
    const send = (server: TestServer): Promise<Response | null> =>
      fetch(`${server.url}/api/v1/events/${slug}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
        body: JSON.stringify({ segment: {}, versions: { en: { subject: 'Bring boots', body: 'The path is wet.' } } }),
      }).catch(() => null);
    // Whether it was written is not known to who sent it: it is sent again, and is written once.
    const unsure = send(first);
    await first.kill();
    await unsure;
    const second = await start();
    expect((await send(second))?.status).toBe(201);
    const died = new Promise<void>((resolve) => {
      mail.onTaken = async () => {
        if (mail.received.length < 10) return;
        mail.onTaken = () => undefined;
        await second.kill();
        resolve();
      };
    });
    /** As if half a minute was over, and the time for which a dead process had claimed it. */
    const later = () =>
      database.dataSource.query(
        `WITH held AS (UPDATE people_messages SET held_until = now()) UPDATE outbox_mails SET due_at = now() WHERE state = 'due'`,
      );
    await later();
    await died;
    await later();
    await start();
    await mail.wait(names.length);
    await settled();
    const byRecipient = Map.groupBy(mail.received, ({ to }) => to[0]!.address);
    expect([...byRecipient.keys()].sort()).toEqual(names.map((name) => `${name}@example.org`).sort());
    for (const mails of byRecipient.values()) expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    const written: { count: string }[] = await database.dataSource.query('SELECT count(*) FROM people_messages');
    expect(written).toEqual([{ count: '1' }]);
  });
});
