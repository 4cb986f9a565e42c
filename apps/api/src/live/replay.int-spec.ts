import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { io } from 'socket.io-client';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { EventEntity } from '../events/event.entity.js';
import { Replay } from './replay.js';
import { StreamService } from './stream.service.js';

const at = new Date('2026-10-07T06:00:00.000Z');

describe('Replay', () => {
  let database: TestDatabase;
  let streams: StreamService;
  let replay: Replay;
  let server: Server;
  let client: ReturnType<typeof io>;
  let socket: ServerSocket;
  const eventId = randomUUID();
  const heard: [number, number][] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    streams = new StreamService(database.dataSource);
    replay = new Replay(streams);
    await database.dataSource.manager.insert(EventEntity, {
      id: eventId,
      slug: `event-${eventId}`,
      state: 'public',
      title: { en: 'A conference' },
      zone: 'Europe/Riga',
      firstDay: '2026-10-07',
      lastDay: '2026-10-09',
      languages: ['en'],
      uidHost: 'example.org',
    });
    await streams.createHeads(database.dataSource.manager, eventId, ['event']);
    const http = createServer();
    server = new Server(http, { transports: ['websocket'] });
    const connected = new Promise<ServerSocket>((resolve) => server.once('connection', resolve));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
    client.on('change', ({ from, seq }: { from: number; seq: number }) => heard.push([from, seq]));
    socket = await connected;
  });
  afterAll(async () => {
    client.disconnect();
    await server.close();
    await database.drop();
  });

  const append = (count: number) =>
    database.dataSource.transaction((manager) =>
      streams.append(
        manager,
        eventId,
        'event',
        Array.from({ length: count }, () => ({ type: 'thing.changed', body: {} })),
        at,
      ),
    );

  it('does not hand the socket to the channel before it has all that the channel was sent', async () => {
    await append(3);
    let sentToChannel = 3;
    let appended = false;
    const arrivals: number[] = [];
    const seq = await replay.run(
      socket,
      { eventId, stream: 'event', wireName: 'event', since: 1, epoch: undefined },
      {
        head: () => null,
        reached: () => {
          // While this socket was reading, two more rows were written and sent to the channel.
          if (!appended) {
            appended = true;
            sentToChannel = 5;
            void append(2);
          }
          return sentToChannel;
        },
        arrive: () => arrivals.push(sentToChannel),
      },
    );
    const done = new Promise((resolve) => client.once('done', resolve));
    socket.emit('done');
    await done;
    expect([seq, arrivals]).toEqual([5, [5]]);
    expect(heard).toEqual([
      [1, 3],
      [3, 5],
    ]);
  });
});
