import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { LiveChangeAnswer, RegistrationAnswer } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';
import { ProgrammeFollower } from './programme-follower.js';

interface OwnFrame {
  stream: string;
  seq: number;
  changes: { seq: number; type: string; session?: string }[];
}

/** Somebody who hears, over all connections, what concerns themselves. */
class Participant {
  readonly heard: string[] = [];
  private last = 0;
  private readonly socket: Socket;
  private waiting: (() => void)[] = [];

  constructor(url: string, event: string, epoch: string, token: string) {
    this.socket = io(`${url}/live`, {
      auth: (give) => give({ event, token, epoch, since: { me: this.last } }),
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
    });
    this.socket.on('change', ({ stream, seq: upTo, changes }: OwnFrame) => {
      if (stream !== 'me') return;
      for (const { seq, type, session } of changes)
        if (seq > this.last && type.startsWith('agenda.')) this.heard.push(`${type} ${session ?? ''}`);
      this.last = Math.max(this.last, upTo);
      for (const go of this.waiting.splice(0)) go();
    });
  }

  async hears(): Promise<void> {
    while (this.heard.length === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  stop(): void {
    this.socket.disconnect();
  }
}

describe('A day that goes online on a server that is killed before anybody is told', () => {
  let database: TestDatabase;
  let server: TestServer;
  const open: { stop: () => void }[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    for (const one of open) one.stop();
    await server.stop();
    await database.drop();
  });

  it('is heard by every follower as one change, and by everybody who comes in person exactly once', async () => {
    const port = await freePort();
    const start = () => startServer({ databaseUrl: database.url, port, env: { KOPA_RATE_LIMIT: 'off' } });
    server = await start();
    const { url } = server;
    const { items } = (await (await fetch(`${url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const slug = items[0]!.slug;
    const token = (await runKopa(database.url, 'token', '--event', slug, '--role', 'organiser')).stdout.trim();
    const send = async <T>(path: string, body: object, bearer?: string): Promise<T> => {
      const answer = await fetch(`${url}/api/v1/events/${slug}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as Promise<T>;
    };

    const followers = await Promise.all([1, 2].map(() => ProgrammeFollower.start(url, slug)));
    open.push(...followers);
    const { programme } = followers[0]!;
    const date = programme.days[1]!.date;
    const slotOf = (code: string): string => slotIn(programme, code);
    const people: { of: Participant }[] = [];
    for (const [name, mode, bookings] of [
      ['Anna', 'in-person', [{ session: 'D2-SKOLA6', mode: 'in-person' }]],
      ['Berta', 'in-person', []],
      ['Cilda', 'online', []],
    ] as const) {
      const email = `${name.toLowerCase()}@example.org`;
      const body = { name, email, locale: 'en', attendance: { [date]: mode }, bookings };
      const { code, manageToken } = await send<RegistrationAnswer>('/registrations', body);
      await send(`/registrations/${code}/confirm`, {}, token);
      const of = new Participant(url, slug, programme.epoch, manageToken);
      open.push(of);
      people.push({ of });
    }
    const { manager } = database.dataSource;
    const followed = async (seq: number): Promise<boolean> => {
      const rows: unknown[] = await manager.query('SELECT FROM followed_programmes WHERE seq >= $1', [seq]);
      return rows.length > 0;
    };
    while (!(await followed(programme.seq))) await sleep(20);

    let seq = 0;
    // While another one holds what people were told, nobody is told: the server dies in between.
    await database.dataSource.transaction(async (holding) => {
      await holding.query('SELECT FROM followed_programmes FOR UPDATE');
      const choices = [
        { slot: slotOf('D2-LUNCH'), to: 'cancel' },
        { slot: slotOf('D2-INCUBATOR'), to: 'stay' },
      ];
      const answer = await send<LiveChangeAnswer>('/live-changes', { type: 'go-online', date, choices }, token);
      seq = answer.seq;
      for (const follower of followers) {
        await follower.until(seq);
        expect(follower.applied).toEqual(answer.changes.map((change) => change.seq));
        expect(follower.frames).toHaveLength(1);
      }
      expect(people.flatMap(({ of }) => of.heard)).toEqual([]);
      await server.kill();
    });
    server = await start();
    const [anna, berta, cilda] = people;
    await Promise.all([anna!.of.hears(), berta!.of.hears()]);
    // A further change comes after all that: what was to be heard once more would have come before it.
    const later = await send<LiveChangeAnswer>(
      '/live-changes',
      { type: 'delay', session: 'D3-TECH', minutes: 5 },
      token,
    );
    while (!(await followed(later.seq))) await sleep(20);
    for (const follower of followers) await follower.until(later.seq);
    const mails: { name: string; count: number }[] = await manager.query(
      `SELECT r.name, count(*)::int AS count FROM outbox_mails m JOIN registrations r ON r.id = m.registration_id
        WHERE m.kind = 'agenda.changed' GROUP BY r.name ORDER BY r.name`,
    );
    expect(mails).toEqual([
      { name: 'Anna', count: 1 },
      { name: 'Berta', count: 1 },
    ]);
    expect([anna!.of.heard, berta!.of.heard, cilda!.of.heard]).toEqual([
      [`agenda.changed day ${date}`],
      [`agenda.changed day ${date}`],
      [],
    ]);
    expect(followers.map(({ applied }) => applied.length)).toEqual([seq + 1 - programme.seq, seq + 1 - programme.seq]);
  });
});

const slotIn = ({ sessions }: Programme, code: string): string =>
  sessions.find((session) => session.code === code)!.slots[0]!.id;
