import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { RegistrationAnswer } from '@kopa/contracts';
import type { AnnouncementChange, Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';

interface Frame {
  stream: string;
  from: number;
  seq: number;
  changes: AnnouncementChange[];
}

/** Somebody who hears, over all connections, what is said to them and to everybody. */
class Listener {
  readonly heard: string[] = [];
  readonly faults: string[] = [];
  connections = 0;
  private readonly last: Record<string, number>;
  private readonly socket: Socket;
  private waiting: (() => void)[] = [];

  constructor(url: string, event: string, { epoch, seq }: Programme, token: string) {
    this.last = { event: seq, me: 0 };
    this.socket = io(`${url}/live`, {
      auth: (give) => give({ event, token, epoch, since: { ...this.last } }),
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
    });
    this.socket.on('connect', () => (this.connections += 1));
    this.socket.on('reset', (at: object) =>
      this.faults.push(`reset to ${JSON.stringify(at)} from ${JSON.stringify(this.last)}`),
    );
    this.socket.on('change', ({ stream, from, seq: upTo, changes }: Frame) => {
      const last = this.last[stream] ?? 0;
      if (from > last) this.faults.push(`${stream}: from ${from} after ${last}`);
      for (const { seq: at, type, announcement } of changes)
        if (at > last && type === 'announcement.posted') this.heard.push(announcement.id);
      this.last[stream] = Math.max(last, upTo);
      for (const go of this.waiting.splice(0)) go();
    });
  }

  async until(ids: readonly string[]): Promise<void> {
    while (!ids.every((id) => this.heard.includes(id)))
      await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  stop(): void {
    this.socket.disconnect();
  }
}

describe('Announcements of a server that is killed', () => {
  let database: TestDatabase;
  let server: TestServer;
  const listeners: Listener[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const listener of listeners) listener.stop();
    await server.stop();
    await database.drop();
  });

  it('are heard by everyone they are addressed to, each exactly once', async () => {
    const port = await freePort();
    const start = () => startServer({ databaseUrl: database.url, port, env: { KOPA_RATE_LIMIT: 'off' } });
    server = await start();
    const { url } = server;
    const { items } = (await (await fetch(`${url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const base = `${url}/api/v1/events/${items[0]!.slug}`;
    const token = (
      await runKopa(database.url, 'token', '--event', items[0]!.slug, '--role', 'moderator')
    ).stdout.trim();
    const programme = (await (await fetch(`${base}/programme`)).json()) as Programme;
    const [, day] = programme.days.map(({ date }) => date);

    /** Sends until it is answered: with its key it is done once. */
    const send = async <T>(path: string, body: object, bearer?: string): Promise<T> => {
      const key = randomUUID();
      for (;;) {
        const answer = await fetch(`${base}${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': key,
            ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          },
          body: JSON.stringify(body),
        }).catch(() => null);
        if (answer?.status === 201) return (await answer.json()) as T;
        if (answer && answer.status < 500) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        await sleep(20);
      }
    };
    for (const name of ['Anna', 'Berta', 'Cilda']) {
      const person = {
        name,
        email: `${name.toLowerCase()}@example.org`,
        locale: 'en',
        attendance: { [day!]: 'online' },
      };
      const { manageToken } = await send<RegistrationAnswer>('/registrations', person);
      listeners.push(new Listener(url, items[0]!.slug, programme, manageToken));
    }

    const state = { isOver: false, posted: [] as string[] };
    const audiences = [{ to: 'all' }, { to: 'day', date: day }, { to: 'mode', mode: 'online', date: null }];
    const say = async (writer: number): Promise<void> => {
      for (let turn = writer; !state.isOver; turn += 1) {
        const texts = { en: `Said ${writer} ${turn}` };
        const order = { texts, audience: audiences[turn % audiences.length], kind: 'passing' };
        state.posted.push((await send<{ id: string }>('/announcements', order, token)).id);
      }
    };
    const saying = Promise.all([say(0), say(1)]);
    saying.catch(() => undefined);
    const more = async (count: number): Promise<void> => {
      const goal = state.posted.length + count;
      while (state.posted.length < goal) await Promise.race([saying, sleep(5)]);
    };
    await more(6);
    await server.kill();
    server = await start();
    await more(6);
    state.isOver = true;
    await saying;

    for (const listener of listeners) {
      await listener.until(state.posted);
      expect(listener.faults).toEqual([]);
      expect(listener.heard.toSorted()).toEqual(state.posted.toSorted());
      expect(listener.connections).toBeGreaterThan(1);
    }
    expect(new Set(state.posted).size).toBe(state.posted.length);
  });
});
