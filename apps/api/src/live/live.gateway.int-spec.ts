import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { register } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { ApiTokenEntity } from '../accounts/api-token.entity.js';
import { hashSecret } from '../accounts/secret.js';
import { EventEntity } from '../events/event.entity.js';
import { Clock, SystemClock } from '../platform/clock.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { CONFIG, parseConfig } from '../platform/config.js';
import { Readiness } from '../platform/health.controller.js';
import { LiveGateway } from './live.gateway.js';
import { LiveModule } from './live.module.js';
import { StreamService, type StreamChange } from './stream.service.js';

const at = new Date('2026-10-07T06:00:00.000Z');
const publicUrl = 'https://kopa.example';

interface Frame {
  stream: string;
  epoch: string;
  from: number;
  seq: number;
  changes: StreamChange[];
}

/** A client that writes down all it is sent. */
class Client {
  readonly heard: [string, unknown][] = [];
  private waiting: (() => void)[] = [];

  constructor(readonly socket: Socket) {
    const note = (name: string, value: unknown): void => {
      this.heard.push([name, value]);
      for (const go of this.waiting.splice(0)) go();
    };
    socket.onAny((name: string, value: unknown) => note(name, value));
    socket.on('connect', () => note('connect', socket.id));
    socket.on('disconnect', (reason) => note('disconnect', reason));
    socket.on('connect_error', (error: Error & { data?: unknown }) =>
      note('connect_error', error.data ?? error.message),
    );
  }

  all(name: string): unknown[] {
    return this.heard.filter(([heard]) => heard === name).map(([, value]) => value);
  }

  /** The numbers that the frames of a stream give by the rule of clients: rows one has are dropped, a gap is a fault. */
  numbers(stream = 'event'): number[] {
    const frames = (this.all('change') as Frame[]).filter((frame) => frame.stream === stream);
    const numbers: number[] = [];
    let last = frames[0]?.from ?? 0;
    for (const { from, seq, changes } of frames) {
      expect(from).toBeLessThanOrEqual(last);
      numbers.push(...changes.map((change) => change.seq).filter((number) => number > last));
      last = Math.max(last, seq);
    }
    return numbers;
  }

  async until(reached: () => boolean): Promise<this> {
    while (!reached()) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this;
  }

  first(name: string): Promise<this> {
    return this.until(() => this.all(name).length > 0);
  }

  ask(name: string, ...payload: unknown[]): Promise<unknown> {
    return this.socket.emitWithAck(name, ...payload) as Promise<unknown>;
  }
}

describe('LiveGateway', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let app: NestFastifyApplication;
  let address: string;
  let streams: StreamService;
  let eventId: string;
  let slug: string;
  let epoch: string;
  let clients: Client[];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = database.dataSource;
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    clients = [];
    ({ app, address } = await startApp());
    streams = app.get(StreamService);
    ({ eventId, slug, epoch } = await createEvent('public'));
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.disconnect();
    await app.close();
  });

  async function startApp(port = 0): Promise<{ app: NestFastifyApplication; address: string }> {
    @Global()
    @Module({
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: CONFIG, useValue: parseConfig({ KOPA_PUBLIC_URL: publicUrl }) },
        { provide: Clock, useClass: SystemClock },
        Readiness,
      ],
      exports: [DataSource, CONFIG, Clock, Readiness],
    })
    class Ground {}
    const testing = await Test.createTestingModule({ imports: [Ground, MailModule, LiveModule] }).compile();
    const started = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    started.useLogger(false);
    await started.listen(port, '127.0.0.1');
    const bound = started.getHttpServer().address() as AddressInfo;
    return { app: started, address: `http://127.0.0.1:${bound.port}` };
  }

  async function createEvent(state: 'public' | 'draft') {
    const id = randomUUID();
    await dataSource.manager.insert(EventEntity, {
      id,
      slug: `event-${id}`,
      state,
      title: { en: 'A conference' },
      zone: 'Europe/Riga',
      firstDay: '2026-10-07',
      lastDay: '2026-10-09',
      languages: ['en'],
      uidHost: 'example.org',
    });
    await streams.createHeads(dataSource.manager, id, ['event', 'organisers']);
    const head = await streams.head(id, 'event');
    return { eventId: id, slug: `event-${id}`, epoch: head?.epoch ?? '' };
  }

  function connect(auth: Record<string, unknown>, options: object = {}, namespace = '/live'): Client {
    const client = new Client(
      io(`${address}${namespace}`, {
        auth,
        transports: ['websocket'],
        forceNew: true,
        reconnectionDelay: 20,
        reconnectionDelayMax: 50,
        ...options,
      }),
    );
    clients.push(client);
    return client;
  }

  async function issueToken(event: string, role: 'organiser'): Promise<string> {
    const token = randomUUID();
    const row = { id: randomUUID(), eventId: event, role, hash: hashSecret(token), createdAt: at };
    await dataSource.manager.insert(ApiTokenEntity, row);
    return token;
  }
  const revokeToken = (token: string) =>
    dataSource.manager.update(ApiTokenEntity, { hash: hashSecret(token) }, { revokedAt: at });

  const append = (count = 1, stream = 'event', body: object = { name: 'x' }) =>
    dataSource.transaction((manager) =>
      streams.append(
        manager,
        eventId,
        stream,
        Array.from({ length: count }, () => ({ type: 'thing.changed', body })),
        at,
      ),
    );

  describe('replays and pushes', () => {
    it('sends what is missing after `since`, says that it is complete, then what is new', async () => {
      await append(3);
      const client = await connect({ event: slug, since: 1, epoch }).first('synced');
      await append(1);
      await client.until(() => client.all('change').length === 2);
      const change = (seq: number) => ({ seq, at: at.toISOString(), type: 'thing.changed', name: 'x' });
      expect(client.heard.slice(1)).toEqual([
        ['change', { stream: 'event', epoch, from: 1, seq: 3, changes: [change(2), change(3)] }],
        ['synced', { streams: { event: 3 } }],
        ['change', { stream: 'event', epoch, from: 3, seq: 4, changes: [change(4)] }],
      ]);
    });

    it('replays nothing without `since` and tells where the stream stands', async () => {
      await append(3);
      const client = await connect({ event: slug }).first('synced');
      expect(client.heard.slice(1)).toEqual([['synced', { streams: { event: 3 } }]]);
    });

    it('pushes to the sockets of one event only', async () => {
      const other = await createEvent('public');
      const stranger = await connect({ event: other.slug }).first('synced');
      const client = await connect({ event: slug }).first('synced');
      await append(1);
      await client.first('change');
      expect(await stranger.ask('sync', { stream: 'event', since: 0 })).toEqual({ ok: true });
      await stranger.until(() => stranger.all('synced').length === 2);
      expect(stranger.all('change')).toEqual([]);
    });

    it('sends a reset for a foreign epoch and for a number ahead of the head, then what is new', async () => {
      await append(2);
      const foreign = await connect({ event: slug, since: 1, epoch: randomUUID() }).first('synced');
      const ahead = await connect({ event: slug, since: 9, epoch }).first('synced');
      await append(1);
      for (const client of [foreign, ahead]) {
        await client.first('change');
        expect(client.all('reset')).toEqual([{ stream: 'event', epoch, seq: 2 }]);
        expect(client.all('synced')).toEqual([{ streams: {} }]);
        expect(client.numbers()).toEqual([3]);
      }
    });

    it('sends a long replay in several frames without a gap', async () => {
      await append(950);
      const client = await connect({ event: slug, since: 0, epoch }).first('synced');
      expect(client.all('change').length).toBeGreaterThan(1);
      expect(client.numbers()).toEqual(Array.from({ length: 950 }, (_, index) => index + 1));
    });

    it('replays again on `sync`', async () => {
      await append(3);
      const client = await connect({ event: slug, since: 3, epoch }).first('synced');
      expect(await client.ask('sync', { stream: 'event', since: 1, epoch })).toEqual({ ok: true });
      await client.until(() => client.all('synced').length === 2);
      expect(client.numbers()).toEqual([2, 3]);
      await append(1);
      await client.until(() => client.all('change').length === 2);
      expect(client.numbers()).toEqual([2, 3, 4]);
      expect(await client.ask('sync', { stream: 'event', since: 1, epoch: 'other' })).toEqual({ ok: true });
      await client.first('reset');
    });

    it('gives every row once and in order to sockets that come while writers write', async () => {
      const writers = Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let turn = 0; turn < 40; turn += 1) await append();
        }),
      );
      const coming: Client[] = [];
      for (let count = 0; count < 30; count += 1)
        coming.push(await connect({ event: slug, since: 0, epoch }).first('connect'));
      await writers;
      for (const client of coming) {
        await client.until(() => (client.all('change') as Frame[]).at(-1)?.seq === 160);
        expect(client.numbers()).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
      }
    });

    it('closes a reader that does not read, below Socket.IO, and brings it up when it is back', async () => {
      const client = await connect({ event: slug }).first('synced');
      const tcp = tcpOf(client.socket);
      tcp.pause();
      const gateway = app.get(LiveGateway);
      let seq = 0;
      for (let burst = 0; burst < 40 && gateway.connected > 0; burst += 1) {
        ({ seq } = await append(16, 'event', { text: 'x'.repeat(60_000) }));
      }
      await reached(() => gateway.connected === 0);
      tcp.resume();
      await client.until(() => client.all('synced').length === 2);
      expect(client.all('disconnect')).not.toContain('io server disconnect');
      expect(client.all('synced').at(-1)).toEqual({ streams: { event: seq } });
    });

    it('closes the transport at shutdown, so that clients come back by themselves', async () => {
      const client = await connect({ event: slug, since: 0 }).first('synced');
      await app.close();
      await client.first('disconnect');
      expect(client.all('disconnect')).toEqual(['transport close']);
      await append(1);
      ({ app, address } = await startApp(Number(new URL(address).port)));
      await client.first('change');
      expect(client.numbers()).toEqual([1]);
    });

    it('cuts at shutdown who does not answer the closing handshake, so that it does not wait for them', async () => {
      const client = await connect({ event: slug }, { reconnection: false }).first('synced');
      const tcp = tcpOf(client.socket);
      tcp.pause();
      const open = () =>
        new Promise<number>((resolve) => app.getHttpServer().getConnections((_, count) => resolve(count)));
      expect(await open()).toBe(1);
      // Resolves when the last connection is closed; left to themselves, sockets wait 30 s for the other side.
      await app.close();
      expect(await open()).toBe(0);
      tcp.resume();
    }, 20_000);
  });

  describe('admits', () => {
    it('nobody to an event that does not exist, or with an auth that it does not know', async () => {
      const codes = [];
      for (const auth of [{ event: 'nowhere' }, { event: slug, since: -1 }, { event: slug, more: 1 }, {}]) {
        codes.push((await connect(auth).first('connect_error')).all('connect_error'));
      }
      expect(codes).toEqual(
        ['event.unknown', 'auth.invalid', 'auth.invalid', 'auth.invalid'].map((code) => [{ code }]),
      );
    });

    it('only organisers to an event that is not published', async () => {
      const draft = await createEvent('draft');
      const token = await issueToken(draft.eventId, 'organiser');
      const foreign = await issueToken(eventId, 'organiser');
      for (const auth of [{ event: draft.slug }, { event: draft.slug, token: foreign }]) {
        const refused = await connect(auth).first('connect_error');
        expect(refused.all('connect_error')).toEqual([{ code: 'event.unpublished' }]);
      }
      const organiser = await connect({ event: draft.slug, token }).first('synced');
      expect(organiser.all('synced')).toEqual([{ streams: { event: 0 } }]);
    });

    it('no token that is not valid, also to a public event', async () => {
      const refused = await connect({ event: slug, token: 'made up' }).first('connect_error');
      expect(refused.all('connect_error')).toEqual([{ code: 'credential.invalid' }]);
    });

    it('only organisers to the stream of organisers', async () => {
      const since = { event: 0, organisers: 0 };
      const anybody = await connect({ event: slug, since }).first('connect_error');
      expect(anybody.all('connect_error')).toEqual([{ code: 'access.denied' }]);
      const unknown = await connect({ event: slug, since: { me: 0 } }).first('connect_error');
      expect(unknown.all('connect_error')).toEqual([{ code: 'stream.unknown' }]);
      const token = await issueToken(eventId, 'organiser');
      const organiser = await connect({ event: slug, since, token }).first('synced');
      const visitor = await connect({ event: slug, since: 0 }).first('synced');
      await append(1, 'organisers', { name: 'secret' });
      await append(1);
      for (const client of [organiser, visitor]) await client.until(() => client.numbers('event').length === 1);
      await organiser.until(() => organiser.numbers('organisers').length === 1);
      expect(visitor.numbers('organisers')).toEqual([]);
      expect(await visitor.ask('sync', { stream: 'organisers', since: 0 })).toEqual({
        ok: false,
        code: 'stream.unknown',
      });
    });

    it('no page of another site, but its own and clients without an Origin', async () => {
      const from = (origin: string) => connect({ event: slug }, { extraHeaders: { origin }, reconnection: false });
      const foreign = await from('https://evil.example').first('connect_error');
      expect(foreign.all('connect')).toEqual([]);
      for (const origin of [publicUrl, address]) await from(origin).first('synced');
    });

    it('nobody to the root namespace', async () => {
      const root = await connect({ event: slug }, {}, '/').first('connect_error');
      expect(root.all('connect_error')).toEqual([{ code: 'namespace.unknown' }]);
    });

    it('nobody by long polling', async () => {
      const answer = await fetch(`${address}/socket.io/?EIO=4&transport=polling`);
      expect([answer.status, await answer.json()]).toEqual([400, { code: 0, message: 'Transport unknown' }]);
    });

    it('nobody while the process drains, but later', async () => {
      const readiness = app.get(Readiness);
      readiness.draining = true;
      const client = await connect({ event: slug }).first('connect_error');
      expect(client.all('connect_error')).toEqual(['websocket error']);
      readiness.draining = false;
      await client.first('synced');
    });

    it('later whom a fault kept out: the connection is closed, not refused', async () => {
      await dataSource.query('ALTER TABLE events RENAME TO events_away');
      const client = connect({ event: slug });
      let opened = 0;
      client.socket.io.on('open', () => (opened += 1));
      await reached(() => opened >= 2);
      expect(client.all('connect_error')).toEqual([]);
      await dataSource.query('ALTER TABLE events_away RENAME TO events');
      await client.first('synced');
    });
  });

  describe('withdraws', () => {
    it('the socket of a revoked token for good, and leaves those of others', async () => {
      const token = await issueToken(eventId, 'organiser');
      const organiser = await connect({ event: slug, since: { organisers: 0 }, token }).first('synced');
      const visitor = await connect({ event: slug, since: 0 }).first('synced');
      await revokeToken(token);
      await organiser.first('disconnect');
      expect(organiser.all('disconnect')).toEqual(['io server disconnect']);
      await append(1);
      await visitor.first('change');
      expect([visitor.all('disconnect'), organiser.all('change')]).toEqual([[], []]);
    });

    it("a visitor's socket when the event is no longer public", async () => {
      const visitor = await connect({ event: slug }).first('synced');
      await dataSource.manager.update(EventEntity, { id: eventId }, { state: 'draft' });
      await visitor.first('disconnect');
      expect(visitor.all('disconnect')).toEqual(['io server disconnect']);
    });
  });

  it('counts its sockets for the metrics', async () => {
    for (let count = 0; count < 3; count += 1) await connect({ event: slug }).first('synced');
    expect(await register.getSingleMetricAsString('kopa_live_sockets')).toContain('\nkopa_live_sockets 3');
  });

  describe('answers', () => {
    it.each([
      ['sync', [{ stream: 'event' }], 'input.invalid'],
      ['sync', [{ stream: 'event', since: 0, more: 1 }], 'input.invalid'],
      ['sync', ['event'], 'input.invalid'],
      ['sync', [], 'input.invalid'],
      ['sync', [{ stream: 'event', since: 0 }, 'more'], 'input.invalid'],
      ['sync', [{ stream: 'me', since: 0 }], 'stream.unknown'],
      ['join', [{ session: 'D1-OPEN' }], 'stream.unknown'],
      ['join', [{ session: 'd1' }], 'input.invalid'],
      ['leave', [null], 'input.invalid'],
      ['question.ask', [{ text: 'why?' }], 'message.unknown'],
      ['__proto__', [{}], 'message.unknown'],
    ])('%s %j with %s', async (name, payload, code) => {
      const client = await connect({ event: slug }).first('synced');
      expect(await client.ask(name, ...payload)).toEqual({ ok: false, code });
    });

    it('closes the connection of one who sends more than a message may be', async () => {
      const client = await connect({ event: slug }).first('synced');
      client.socket.emit('sync', { stream: 'x'.repeat(17 * 1024) });
      await client.first('disconnect');
      await client.until(() => client.all('synced').length === 2);
    });
  });
});

/** Waits for something that tells nobody when it happens; the test's own time limit is the deadline. */
async function reached(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The TCP socket beneath a client. */
function tcpOf(client: Socket): { pause(): void; resume(): void } {
  const { transport } = client.io.engine as unknown as {
    transport: { ws: { _socket: { pause(): void; resume(): void } } };
  };
  return transport.ws._socket;
}
