import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
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

  const change = (body: object, query = ''): Promise<Response> => asOrganiser('POST', `/live-changes${query}`, body);

  const asOrganiser = (method: string, address: string, body: object): Promise<Response> =>
    fetch(`${server.url}/api/v1/events/${event}${address}`, {
      method,
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
      'since=0&stream=nobodys',
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
      [401, 'credential.missing'],
      [404, 'stream.unknown'],
    ]);
  });

  it('carry no join link, nor does anything else that is public', async () => {
    const rooms: { id: string; join_url: string }[] = await database.dataSource.query(
      'SELECT id, join_url FROM rooms WHERE join_url IS NOT NULL',
    );
    expect(rooms.length).toBeGreaterThan(0);
    const follower = await follow();
    // What a live change and a release send: a slot that goes to the room, and the room itself.
    const session = follower.programme.sessions.find(({ slots: [slot, ...others] }) => {
      return others.length === 0 && slot!.onlineRoomId !== rooms[0]!.id;
    })!;
    const answers = [
      await change({ type: 'move', session: session.code, onlineRoomId: rooms[0]!.id }),
      await asOrganiser('PATCH', `/draft/rooms/${rooms[0]!.id}`, { name: { en: 'Renamed', lv: 'Pārdēvēta' } }),
      await asOrganiser('POST', '/releases', { name: 'Renamed', choices: {} }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
    const { published } = (await answers[2]!.json()) as { published: { seq: number } };
    await follower.until(published.seq);
    expect(JSON.stringify(follower.frames)).toContain('Pārdēvēta');
    const day = follower.programme.days[0]!.date;
    const base = `/api/v1/events/${event}`;
    const documents = await Promise.all(
      [
        `${base}/programme`,
        `${base}/programme/texts`,
        `${base}/changes?since=0`,
        `${base}/now`,
        `${base}/counts`,
        '/api/v1/events',
        `/calendar/${event}.ics`,
        `/calendar/${event}/days/${day}.ics`,
        `/calendar/${event}/sessions/${session.code}.ics`,
        `/calendar/${event}/rooms/${rooms[0]!.id}.ics`,
      ].map(async (address) => {
        const answer = await fetch(`${server.url}${address}`);
        return { address, status: answer.status, text: await answer.text() };
      }),
    );
    expect(documents.filter(({ status }) => status !== 200)).toEqual([]);
    const sent = [...documents, { address: 'frames', text: JSON.stringify(follower.frames) }];
    const leaked = sent.filter(({ text }) => rooms.some(({ join_url }) => text.includes(join_url)));
    expect(leaked.map(({ address }) => address)).toEqual([]);
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

  it('keep nobody waiting who stops the server: neither they nor a request that never ends', async () => {
    await follow();
    const { port, hostname } = new URL(server.url);
    const endless = connect(Number(port), hostname);
    endless.on('error', () => undefined);
    const head = `POST /api/v1/events/${event}/live-changes HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}`;
    endless.write(`${head}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`);
    await once(endless, 'ready');
    await fetch(`${server.url}/healthz`);
    await server.stop();
    expect(server.process.exitCode).toBe(0);
    endless.destroy();
  }, 120_000);
});
