import { expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Booking, Counts, RegistrationAnswer, RegistrationView } from '@kopa/contracts';
import { createToken } from '../../apps/api/src/accounts/tokens.js';
import { AppModule } from '../../apps/api/src/app.module.js';
import { Notices } from '../../apps/api/src/agenda/notices.js';
import { checkDatabase } from '../../apps/api/src/checks.js';
import { createApp } from '../../apps/api/src/create-app.js';
import { transaction } from '../../apps/api/src/platform/database.js';
import { Clock } from '../../apps/api/src/platform/clock.js';
import { parseConfig } from '../../apps/api/src/platform/config.js';
import { MailSender } from '../../apps/api/src/platform/mail/mail-sender.js';
import { demoContent } from '../../apps/api/src/programme/demo/index.js';
import { loadDemo } from '../../apps/api/src/programme/load-demo.js';
import { Settling } from '../../apps/api/src/registration/settling.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export const days = ['2026-10-07', '2026-10-08', '2026-10-09'] as const;
export const online = { [days[0]]: 'online', [days[1]]: 'online', [days[2]]: 'online' } as const;
export const inPerson = { [days[0]]: 'online', [days[1]]: 'in-person', [days[2]]: 'in-person' } as const;

export class SetClock extends Clock {
  at = new Date('2026-10-01T05:00:00Z');
  now(): Date {
    return this.at;
  }
  advance(minutes: number): void {
    this.at = new Date(this.at.getTime() + minutes * 60_000);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The demo event on a database of its own, with what people and organisers do there over HTTP. */
export interface DemoEvent {
  database: TestDatabase;
  app: NestFastifyApplication;
  clock: SetClock;
  eventId: string;
  slug: string;
  /** An organiser's token. */
  organiser: string;
  call: (
    method: Method,
    url: string,
    token?: string,
    body?: object | Buffer,
    headers?: Record<string, string>,
  ) => ReturnType<NestFastifyApplication['inject']>;
  /** Registers somebody, in person on the second and third day. */
  register: (name: string, more?: object) => Promise<RegistrationAnswer>;
  me: (token: string) => Promise<RegistrationView>;
  book: (token: string, session: string, mode?: string) => Promise<Booking>;
  setPlaces: (of: string, body: object) => ReturnType<NestFastifyApplication['inject']>;
  counts: () => Promise<Counts>;
  /** Does what time and others have made due. */
  settle: () => Promise<void>;
  /** Takes everybody and all mail away, and with them the places that were taken; again if what the application still does beside it is in the way. */
  empty: () => Promise<void>;
  /** That `kopa doctor` finds nothing. */
  isSound: () => Promise<void>;
  close: () => Promise<void>;
}

/** What somebody sends who comes in person on the second and third day. */
export const person = (name: string, more: object = {}): object => ({
  name,
  email: `${name.toLowerCase().replace(/[^a-z]/g, '')}@example.org`,
  locale: 'lv',
  attendance: inPerson,
  ...more,
});

export async function openDemoEvent({
  rateLimit = 'off',
  settings = {},
}: { rateLimit?: 'on' | 'off'; settings?: Record<string, string> } = {}): Promise<DemoEvent> {
  const database = await createTestDatabase();
  const { dataSource } = database;
  const clock = new SetClock();
  const { id: eventId, slug } = demoContent(days[0]).content.event;
  await loadDemo(dataSource, { day: 1, now: new Date('2026-10-07T05:00:00Z') });
  const organiser = await createToken(dataSource.manager, {
    eventId,
    role: 'organiser',
    name: '',
    expiresAt: null,
    at: clock.at,
  });
  const config = parseConfig({ KOPA_RATE_LIMIT: rateLimit, ...settings });
  const app = await createApp(AppModule.with(config, dataSource, clock), pino({ level: 'silent' }));
  await app.init();

  const call: DemoEvent['call'] = (method, url, token, body, headers = {}) =>
    app.inject({
      method,
      url: `/api/v1/events/${slug}${url}`,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
  const settle = async (): Promise<void> => {
    await app.get(Settling).run();
    await app.get(Notices).run();
  };
  return {
    database,
    app,
    clock,
    eventId,
    slug,
    organiser,
    call,
    register: async (name, more) => {
      const answer = await call('POST', '/registrations', undefined, person(name, more));
      expect([answer.statusCode, answer.json()]).toMatchObject([201, {}]);
      return answer.json();
    },
    me: async (token) => (await call('GET', '/me', token)).json(),
    book: async (token, session, mode = 'in-person') =>
      (await call('POST', '/me/bookings', token, { session, mode })).json(),
    setPlaces: (of, body) => call('PUT', `/${of}places`, organiser, body),
    counts: async () => (await call('GET', '/counts')).json(),
    settle,
    empty: async () => {
      // What began before is over then, with the clock as it was.
      await settle();
      await app.get(MailSender).run();
      await transaction(dataSource, async (manager) => {
        await manager.query('DELETE FROM registrations');
        await manager.query('DELETE FROM outbox_mails');
        await manager.query(`DELETE FROM stream_heads WHERE name LIKE 'me:%'`);
        await manager.query('UPDATE place_pools SET taken = 0, waiting = 0, last_number = 0, given_over = 0');
      });
    },
    isSound: async () => expect(await checkDatabase(dataSource, clock.at)).toEqual([]),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
