import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { Booking, Counts, RegistrationAnswer } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import { createDataSource } from '../../apps/api/src/platform/database.js';
import { openEmbeddedDatabase } from '../../apps/api/src/platform/embedded-postgres.js';
import { schema } from '../../apps/api/src/schema.js';
import type { TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { fetchProgramme } from './programme-follower.js';

/** More for a night: KOPA_STORM_KILLS=20. */
const kills = Number(process.env['KOPA_STORM_KILLS'] ?? 3);
const visit = 'D2-INCUBATOR';

/** What a socket was told of one name, and a way to wait for more. */
class Heard<T> {
  readonly all: T[] = [];
  private waiting: (() => void)[] = [];

  constructor(socket: Socket, name: string) {
    socket.on(name, (value: T) => {
      this.all.push(value);
      for (const go of this.waiting.splice(0)) go();
    });
  }

  async until(reached: (all: readonly T[]) => boolean): Promise<T[]> {
    while (!reached(this.all)) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.all;
  }
}

/** A PostgreSQL of its own: one that is killed would take the databases of other tests with it. */
async function ownDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-storm-'));
  chmodSync(folder, 0o711);
  const embedded = await openEmbeddedDatabase(folder, { mode: 'own', purpose: 'storm', durable: true });
  const dataSource = createDataSource(embedded.url, schema);
  await dataSource.initialize();
  return {
    url: embedded.url,
    dataSource,
    async drop() {
      await dataSource.destroy();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe('Registration at the built server', () => {
  let database: TestDatabase;
  let server: TestServer;
  let event: string;
  let organiser: string;
  let programme: Programme;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    database = await ownDatabase();
    server = await startServer({ databaseUrl: database.url, env: { KOPA_RATE_LIMIT: 'off' } });
    const events = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    event = events.items[0]!.slug;
    organiser = (await runKopa(database.url, 'token', '--event', event, '--role', 'organiser')).stdout.trim();
    programme = await fetchProgramme(server.url, event);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await server.stop();
    await database.drop();
  });

  const call = (method: string, url: string, token?: string, body?: object, key?: string): Promise<Response> =>
    fetch(`${server.url}/api/v1/events/${event}${url}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const setPlaces = (capacity: number) =>
    call('PUT', `/sessions/${visit}/places`, organiser, { mode: 'in-person', capacity });
  const person = (name: string, bookings: object[]) => ({
    name,
    email: `${name}@example.org`,
    locale: 'en',
    attendance: Object.fromEntries(programme.days.map(({ date }) => [date, 'in-person'])),
    bookings,
  });
  const register = async (name: string): Promise<RegistrationAnswer> => {
    const answer = await call(
      'POST',
      '/registrations',
      undefined,
      person(name, [{ session: visit, mode: 'in-person' }]),
    );
    expect(answer.status).toBe(201);
    return (await answer.json()) as RegistrationAnswer;
  };
  const follow = (auth: object): Socket => {
    const socket = io(`${server.url}/live`, { auth: { event, ...auth }, transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    return socket;
  };

  it('tells followers the places left, and those who wait of their promotion', async () => {
    await setPlaces(1);
    const [holder, waiting] = [await register('holder'), await register('waiting')];
    expect(waiting.bookings[0]).toMatchObject({ status: 'waitlisted', position: 1 });
    const counts = new Heard<Counts>(follow({}), 'counts');
    const socket = follow({ token: waiting.manageToken, since: { event: 0, me: 0 } });
    const changes = new Heard<{ stream: string; changes: { type: string; place?: Partial<Booking> }[] }>(
      socket,
      'change',
    );
    const left = ({ sessions }: Counts) => sessions[visit]?.['in-person'];
    await counts.until((all) => all.length > 0);
    expect(left(counts.all[0]!)).toBe(0);

    const answer = await call('DELETE', `/me/bookings/${holder.bookings[0]!.id}`, holder.manageToken);
    expect(answer.status).toBe(204);
    const told = () => changes.all.filter(({ stream }) => stream === 'me').flatMap((frame) => frame.changes);
    await changes.until(() => told().some(({ type }) => type === 'booking.confirmed'));
    expect(
      told()
        .filter(({ place }) => place?.session === visit)
        .map(({ type }) => type),
    ).toEqual(['booking.waitlisted', 'booking.confirmed']);
    await setPlaces(5);
    await counts.until((all) => left(all.at(-1)!) === 4);
    // Somebody else's stream is nobody's.
    const stranger = follow({ token: holder.manageToken, since: { [`me:${waiting.code}`]: 0 } });
    const refused = await new Promise<Error & { data?: { code: string } }>((resolve) =>
      stranger.on('connect_error', resolve),
    );
    expect(refused.data?.code).toBe('access.denied');

    const ended = new Promise((resolve) => socket.on('disconnect', resolve));
    expect((await call('DELETE', '/me', waiting.manageToken)).status).toBe(204);
    expect(await ended).toBe('io server disconnect');
  });

  /** People register and leave while `kill` is done again and again; then every promise must hold. */
  const storm = async (kill: () => Promise<void>): Promise<void> => {
    await setPlaces(40);
    const people = await Promise.all(Array.from({ length: 24 }, (_, index) => register(`early${index}`)));
    const answers = new Map<string, { name: string; text: string }>();
    const order = (name: string) => person(name, [{ session: visit, mode: 'in-person' }]);
    let storming = true;
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let turn = 0; storming; turn += 1) {
        const name = `storm${client}x${turn}`;
        const key = randomUUID();
        // As a page does: the same key until there is an answer.
        while (!answers.has(key)) {
          const answer = await call('POST', '/registrations', undefined, order(name), key).catch(() => null);
          const text = await answer?.text().catch(() => '');
          if (answer?.status === 201 && text !== undefined && text !== '') answers.set(key, { name, text });
          else if (answer !== null && answer.status < 500 && answer.status !== 201) throw new Error(text);
          else await sleep(20);
        }
        const leaving = people.pop();
        if (leaving !== undefined) await call('DELETE', '/me', leaving.manageToken).catch(() => null);
      }
    });
    for (let turn = 0; turn < kills; turn += 1) {
      const before = answers.size;
      while (answers.size < before + 20) await sleep(10);
      await kill();
    }
    storming = false;
    await Promise.all(clients);

    const kept = await Promise.all(
      [...answers].map(async ([key, { name, text }]) => {
        const again = await call('POST', '/registrations', undefined, order(name), key);
        return (await again.text()) === text;
      }),
    );
    expect(kept.filter((same) => !same)).toEqual([]);
    const twice: { email: string }[] = await database.dataSource.query(
      `SELECT email FROM registrations WHERE email LIKE 'storm%' GROUP BY email HAVING count(*) <> 1`,
    );
    expect(twice).toEqual([]);
    const held: { count: string }[] = await database.dataSource.query(
      `SELECT count(*) FROM registrations r WHERE r.email LIKE 'storm%' AND EXISTS (
         SELECT FROM places l WHERE l.registration_id = r.id AND l.status IN ('confirmed', 'waitlisted'))`,
    );
    expect(Number(held[0]!.count)).toBe(answers.size);
    const doctor = await runKopa(database.url, 'doctor');
    expect(doctor.stdout).toContain('All is well.');
  };

  it(`loses no acknowledged booking and gives each key its first answer, killed ${kills} times in a storm`, async () => {
    const port = Number(new URL(server.url).port);
    await storm(async () => {
      await server.kill();
      server = await startServer({ databaseUrl: database.url, port, env: { KOPA_RATE_LIMIT: 'off' } });
    });
  }, 300_000);

  it(`holds the same when PostgreSQL crashes ${kills} times`, async () => {
    // A backend that dies by SIGKILL makes PostgreSQL drop all connections and recover from its log.
    await storm(async () => {
      const [backend]: { pid: number }[] = await database.dataSource.query(
        `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
      );
      process.kill(backend!.pid, 'SIGKILL');
      for (;;) {
        const isBack = await database.dataSource.query('SELECT 1').then(
          () => true,
          () => false,
        );
        if (isBack) return;
        await sleep(50);
      }
    });
  }, 300_000);
});
