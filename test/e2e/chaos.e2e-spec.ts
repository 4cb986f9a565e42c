import { randomUUID } from 'node:crypto';
import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';
import { fetchProgramme, ProgrammeFollower } from './programme-follower.js';

const followerCount = 12;

/** Passes connections on to the first process that takes them, as a balancer does. */
class Balancer {
  private readonly open = new Set<Socket>();
  private readonly server: Server;
  private turn = 0;

  constructor(private readonly ports: readonly number[]) {
    this.server = createServer((client) => this.pass(client, this.turn++, this.ports.length));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private pass(client: Socket, turn: number, left: number): void {
    const port = this.ports[turn % this.ports.length];
    if (port === undefined || left === 0) {
      client.destroy();
      return;
    }
    const upstream = connectTcp(port, '127.0.0.1');
    upstream.once('error', () => {
      if (upstream.bytesRead === 0 && upstream.bytesWritten === 0) this.pass(client, turn + 1, left - 1);
      else client.destroy();
    });
    upstream.once('connect', () => {
      for (const socket of [client, upstream]) {
        this.open.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.open.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.pipe(upstream).pipe(client);
    });
  }
}

describe('Killed servers', () => {
  let database: TestDatabase;
  let servers: TestServer[];
  let followers: ProgrammeFollower[];
  let balancer: Balancer | undefined;

  beforeEach(async () => {
    database = await createTestDatabase();
    servers = [];
    followers = [];
  });
  afterEach(async () => {
    for (const follower of followers) follower.stop();
    balancer?.close();
    for (const server of servers) await server.stop();
    await database.drop();
  });

  async function startEvent(url: string): Promise<{ event: string; token: string }> {
    const events = (await (await fetch(`${url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const event = events.items[0]!.slug;
    const token = (await runKopa(database.url, 'token', '--event', event, '--role', 'organiser')).stdout.trim();
    followers = await Promise.all(Array.from({ length: followerCount }, () => ProgrammeFollower.start(url, event)));
    return { event, token };
  }

  /** Delays sessions by a minute in turn until told to stop; an unanswered one is sent again with the same key. */
  function delayOn(url: string, event: string, token: string, programme: Programme) {
    const sessions = programme.sessions.filter(({ slots }) => slots.length === 1).map(({ code }) => code);
    const delays = new Map<string, number>();
    const state = { stopped: false, answered: 0, seq: programme.seq };
    const post = async (session: string): Promise<number> => {
      const key = randomUUID();
      for (;;) {
        const answer = await fetch(`${url}/api/v1/events/${event}/live-changes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key },
          body: JSON.stringify({ type: 'delay', session, minutes: 1 }),
        }).catch(() => null);
        if (answer?.status === 201) return ((await answer.json()) as { seq: number }).seq;
        if (answer && answer.status < 500) throw new Error(`live change: ${answer.status} ${await answer.text()}`);
        await sleep(20);
      }
    };
    const write = async (writer: number): Promise<void> => {
      for (let turn = writer; !state.stopped; turn += 2) {
        const session = sessions[turn % sessions.length]!;
        const seq = await post(session);
        // Read after the answer: the other writer's may have come in between.
        state.seq = Math.max(state.seq, seq);
        state.answered += 1;
        delays.set(session, (delays.get(session) ?? 0) + 1);
      }
    };
    const writing = Promise.all([write(0), write(1)]);
    // A writer that fails must fail the test where it waits, not the process.
    writing.catch(() => undefined);
    return {
      /** Waits until `more` further changes were answered. */
      async answered(more: number): Promise<void> {
        const goal = state.answered + more;
        while (state.answered < goal) await Promise.race([writing, sleep(5)]);
      },
      async stop(): Promise<{ seq: number; delays: Map<string, number> }> {
        state.stopped = true;
        await writing;
        return { seq: state.seq, delays };
      },
    };
  }

  async function expectAllFollowed(
    url: string,
    event: string,
    seq: number,
    delays: Map<string, number>,
  ): Promise<void> {
    const served = await fetchProgramme(url, event, seq);
    expect(served.seq).toBe(seq);
    for (const follower of followers) {
      await follower.until(seq);
      const { first } = follower;
      expect(follower.applied).toEqual(Array.from({ length: seq - first.seq }, (_, index) => first.seq + index + 1));
      expect(follower.programme).toEqual(served);
    }
    const late = served.sessions.flatMap(({ code, slots: [slot] }) => {
      const minutes = slot ? (Date.parse(slot.startsAt) - Date.parse(slot.plannedStartsAt)) / 60_000 : 0;
      return minutes === 0 ? [] : [[code, minutes] as const];
    });
    expect(new Map(late)).toEqual(delays);
  }

  it('cost no follower a change, when the only one is killed and started again while changes are made', async () => {
    const port = await freePort();
    const start = () => startServer({ databaseUrl: database.url, port, env: { KOPA_RATE_LIMIT: 'off' } });
    servers = [await start()];
    const { url } = servers[0]!;
    const { event, token } = await startEvent(url);
    const writing = delayOn(url, event, token, followers[0]!.programme);
    for (let round = 0; round < 3; round += 1) {
      await writing.answered(15);
      await servers[0]!.kill();
      servers = [await start()];
    }
    await writing.answered(15);
    const { seq, delays } = await writing.stop();
    await expectAllFollowed(url, event, seq, delays);
    expect(followers.filter(({ connections }) => connections < 4)).toEqual([]);
  });

  it('cost no follower a change, when one of two on a database is killed', async () => {
    const ports = [await freePort(), await freePort()];
    const start = (port: number) => startServer({ databaseUrl: database.url, port, env: { KOPA_RATE_LIMIT: 'off' } });
    for (const port of ports) servers.push(await start(port));
    balancer = new Balancer(ports);
    const url = await balancer.listen();
    const { event, token } = await startEvent(url);
    const writing = delayOn(url, event, token, followers[0]!.programme);
    for (const [index, port] of ports.entries()) {
      await writing.answered(15);
      await servers[index]!.kill();
      await writing.answered(15);
      servers[index] = await start(port);
    }
    const { seq, delays } = await writing.stop();
    for (const server of servers) await expectAllFollowed(server.url, event, seq, delays);
    expect(followers.filter(({ connections }) => connections > 1).length).toBeGreaterThan(0);
  });
});
