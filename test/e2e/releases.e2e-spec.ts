import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DraftAgenda } from '@kopa/contracts';
import type { Programme, ReleaseFacts } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';

/** How long after a release was asked for the server is killed: from at once to about when it has been answered. */
const killsAfterMilliseconds = [0, 30, 100];

describe('A release of a server that is killed', () => {
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startServer({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server.kill();
    await database.drop();
  });

  it('is published whole and once, or not at all, and is done by asking again', async () => {
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const { slug } = items[0]!;
    const token = (await runKopa(database.url, 'token', '--event', slug, '--role', 'organiser')).stdout.trim();
    const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/v1/events/${slug}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const releases = async (): Promise<string[]> =>
      ((await (await call('GET', '/releases')).json()) as { items: ReleaseFacts[] }).items.map(({ name }) => name);
    const before = await releases();
    for (const [round, after] of killsAfterMilliseconds.entries()) {
      const title = `Round ${round}`;
      const { sessions } = (await (await call('GET', '/draft?texts=0')).json()) as DraftAgenda;
      const { id, code, version } = sessions.find(({ slots }) => slots.length > 0)!;
      const edited = await call(
        'PATCH',
        `/draft/sessions/${id}`,
        { title: { en: title } },
        { 'if-match': `"${version}"` },
      );
      expect(edited.status).toBe(200);
      const key = randomUUID();
      const publish = () => call('POST', '/releases', { name: title }, { 'idempotency-key': key });
      const asked = publish().catch(() => null);
      await sleep(after);
      await server.kill();
      await asked;
      server = await startServer({ databaseUrl: database.url });
      // What is shown is whole: the release and the programme say the same.
      const shown = async (): Promise<string | undefined> => {
        const programme = (await (await call('GET', '/programme')).json()) as Programme;
        return programme.sessions.find((session) => session.code === code)?.title['en'];
      };
      expect((await shown()) === title).toBe((await releases()).includes(title));
      const again = await publish();
      expect([200, 201]).toContain(again.status);
      const { published } = (await again.json()) as { published: { number: number; seq: number } | null };
      expect(published?.number).toBe(before.length + round + 1);
      await call('GET', `/programme?atLeast=${published!.seq}`);
      expect(await shown()).toBe(title);
      expect((await releases()).filter((name) => name === title)).toEqual([title]);
    }
    const { code, stdout } = await runKopa(database.url, 'doctor');
    expect([code, stdout]).toEqual([0, expect.any(String)]);
  });
});
