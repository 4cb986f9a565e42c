import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import type { Change, Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { fetchProgramme, ProgrammeFollower } from './programme-follower.js';

describe('Sockets of the built server', () => {
  let database: TestDatabase;
  let server: TestServer;
  let event: string;
  let token: string;
  const followers: ProgrammeFollower[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startServer({ databaseUrl: database.url });
    const events = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    event = events.items[0]!.slug;
    token = (await runKopa(database.url, 'token', '--event', event, '--role', 'organiser')).stdout.trim();
  });
  afterAll(async () => {
    for (const follower of followers) follower.stop();
    await server.stop();
    await database.drop();
  });

  const follow = async (): Promise<ProgrammeFollower> => {
    const follower = await ProgrammeFollower.start(server.url, event);
    followers.push(follower);
    return follower;
  };

  const change = (body: object, query = ''): Promise<Response> =>
    fetch(`${server.url}/api/v1/events/${event}/live-changes${query}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });

  const firstSession = (programme: Programme) => programme.sessions.find(({ slots }) => slots.length === 1)!;

  it('push a live change to every follower, who then has the programme that the server gives', async () => {
    const following = await Promise.all([follow(), follow(), follow()]);
    const session = firstSession(following[0].programme);
    const previewed = await change({ type: 'delay', session: session.code, minutes: 10 }, '?preview=1');
    const applied = await change({ type: 'delay', session: session.code, minutes: 10, reason: { en: 'Late train' } });
    const answer = (await applied.json()) as { seq: number; changes: Change[] };
    expect([previewed.status, applied.status]).toEqual([200, 201]);
    const served = await fetchProgramme(server.url, event, answer.seq);
    for (const follower of following) {
      await follower.until(answer.seq);
      expect(follower.programme).toEqual(served);
      expect(follower.frames.flatMap(({ changes }) => changes)).toEqual(answer.changes);
    }
    const slot = served.sessions.find(({ code }) => code === session.code)!.slots[0]!;
    expect(Date.parse(slot.startsAt) - Date.parse(slot.plannedStartsAt)).toBe(600_000);
  });

  it('give the same rows as `changes`, which resets who is elsewhere', async () => {
    const before = await follow();
    const session = firstSession(before.programme);
    const { seq } = (await (await change({ type: 'extend', session: session.code, minutes: 5 })).json()) as {
      seq: number;
    };
    await before.until(seq);
    const since = before.first.seq;
    const changesAt = (query: string) => fetch(`${server.url}/api/v1/events/${event}/changes?${query}`);
    const polled = (await (await changesAt(`since=${since}&epoch=${before.first.epoch}`)).json()) as object;
    expect(polled).toEqual({
      epoch: before.first.epoch,
      from: since,
      seq,
      changes: before.frames.flatMap(({ changes }) => changes),
    });
    const answers = [];
    for (const query of [
      `since=${seq + 1}`,
      `since=0&epoch=${randomUUID()}`,
      'since=-1',
      'since=0&more=1',
      'since=0&stream=organisers',
      'since=0&stream=me',
    ]) {
      const answer = await changesAt(query);
      answers.push([answer.status, ((await answer.json()) as { code: string }).code]);
    }
    expect(answers).toEqual([
      [410, 'stream.reset'],
      [410, 'stream.reset'],
      [422, 'input.invalid'],
      [422, 'input.invalid'],
      [401, 'credential.missing'],
      [404, 'stream.unknown'],
    ]);
  });

  it('carry no join link, in frames or in `changes`', async () => {
    const links: { join_url: string | null }[] = await database.dataSource.query(
      `SELECT to_jsonb(rooms)->>'join_url' AS join_url FROM rooms WHERE to_jsonb(rooms)->>'join_url' IS NOT NULL`,
    );
    expect(links.length).toBeGreaterThan(0);
    const rows: { body: string }[] = await database.dataSource.query('SELECT body::text AS body FROM stream_rows');
    expect(rows.length).toBeGreaterThan(0);
    const leaked = links.filter(({ join_url }) => rows.some(({ body }) => body.includes(join_url!)));
    expect(leaked).toEqual([]);
  });

  it('refuse a page of another site and an event that does not exist', async () => {
    const refused = (auth: object, extraHeaders: Record<string, string>): Promise<unknown> => {
      const socket = io(`${server.url}/live`, {
        auth,
        extraHeaders,
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
      });
      return new Promise((resolve) => {
        socket.on('connect', () => resolve('connected'));
        socket.on('connect_error', (error: Error & { data?: unknown }) => resolve(error.data ?? 'closed'));
      }).finally(() => socket.disconnect());
    };
    expect(await refused({ event }, { origin: 'https://evil.example' })).toBe('closed');
    expect(await refused({ event: 'nowhere' }, {})).toEqual({ code: 'event.unknown' });
    expect(await refused({ event }, { origin: server.url })).toBe('connected');
  });
});
