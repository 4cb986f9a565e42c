import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Role } from '@kopa/contracts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { AppModule } from '../app.module.js';
import { createApp } from '../create-app.js';
import { EventEntity } from '../events/event.entity.js';
import { Clock } from '../platform/clock.js';
import { parseConfig } from '../platform/config.js';
import { loadDemo } from '../programme/load-demo.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { createConsoleLink } from './login.service.js';
import { hashSecret } from './secret.js';
import { createToken } from './tokens.js';

class SetClock extends Clock {
  at = Date.parse('2026-05-04T08:00:00Z');

  now(): Date {
    return new Date(this.at);
  }
}

const draftPath = '/api/v1/events/french-moods/draft';
const tenMinutes = 10 * 60_000;

describe('credentials', () => {
  const clock = new SetClock();
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let eventId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    await loadDemo(database.dataSource, { day: null, now: clock.now() });
    ({ id: eventId } = await database.dataSource.manager.findOneByOrFail(EventEntity, { slug: 'french-moods' }));
    app = await createApp(AppModule.with(parseConfig({}), database.dataSource, clock), pino({ level: 'silent' }));
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const makeToken = (expiresAt: Date | null = null, role: Role = 'viewer') =>
    createToken(database.dataSource.manager, { eventId, role, name: '', expiresAt, at: clock.now() });

  const ask = async (headers: Record<string, string>, url = draftPath) => {
    const answer = await app.inject({ method: 'GET', url, headers });
    return [answer.statusCode, answer.json<{ code?: string }>().code];
  };
  const askWith = (token: string, url?: string) => ask({ authorization: `Bearer ${token}` }, url);

  const signIn = async (from: string, cookie?: string) => {
    const link = await createConsoleLink(database.dataSource.manager, '', clock.now());
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/login-sessions',
      payload: { challenge: link.slice(link.indexOf('#') + 1) },
      remoteAddress: from,
      headers: cookie === undefined ? {} : { cookie, origin: 'http://localhost:3000' },
    });
    const [pair] = String(answer.headers['set-cookie']).split(';');
    return { status: answer.statusCode, cookie: pair ?? '' };
  };

  it('are missing, not valid, or valid', async () => {
    expect(await ask({})).toEqual([401, 'credential.missing']);
    expect(await ask({ authorization: 'Basic a29wYTp4' })).toEqual([401, 'credential.invalid']);
    expect(await askWith('kopa_wrong')).toEqual([401, 'credential.invalid']);
    expect(await ask({ cookie: 'kopa=wrong' })).toEqual([401, 'credential.missing']);
    expect(await askWith(await makeToken())).toEqual([200, undefined]);
  });

  it('are kept as a hash only', async () => {
    const token = await makeToken();
    const rows = await database.dataSource.manager.find(ApiTokenEntity);
    expect(rows.map(({ hash }) => hash)).toContain(hashSecret(token));
    expect(JSON.stringify(rows)).not.toContain(token.slice(5));
  });

  it('end with their time', async () => {
    const token = await makeToken(new Date(clock.at + tenMinutes));
    expect(await askWith(token)).toEqual([200, undefined]);
    clock.at += tenMinutes;
    expect(await askWith(token)).toEqual([401, 'credential.invalid']);
  });

  it('end within five seconds after they were revoked, whichever process revoked them', async () => {
    const token = await makeToken();
    expect(await askWith(token)).toEqual([200, undefined]);
    const { manager } = database.dataSource;
    await manager.update(ApiTokenEntity, { hash: hashSecret(token) }, { revokedAt: clock.now() });
    clock.at += 5_000;
    expect(await askWith(token)).toEqual([401, 'credential.invalid']);
  });

  it('of one event open no other, and do not tell whether an unpublished one exists', async () => {
    const { manager } = database.dataSource;
    const event = await manager.findOneByOrFail(EventEntity, { id: eventId });
    const add = (id: string, slug: string, state: EventEntity['state']) =>
      manager.insert(EventEntity, Object.assign(manager.create(EventEntity, event), { id, slug, state }));
    await add('00000000-0000-4000-8000-000000000001', 'another', 'public');
    await add('00000000-0000-4000-8000-000000000002', 'hidden', 'draft');
    const token = await makeToken(null, 'owner');
    expect(await askWith(token, '/api/v1/events/another/draft')).toEqual([403, 'access.denied']);
    expect(await askWith(token, '/api/v1/events/hidden/draft')).toEqual([404, 'event.unknown']);
    expect(await askWith(token, '/api/v1/events/nowhere/draft')).toEqual([404, 'event.unknown']);
  });

  it('tell whose they are, by the slug of the event', async () => {
    const url = '/api/v1/login-sessions/current';
    const current = async (headers: Record<string, string>) =>
      (await app.inject({ method: 'GET', url, headers })).json<{ kind: string; roles: Record<string, string> }>();
    expect(await current({ authorization: `Bearer ${await makeToken()}` })).toEqual({
      kind: 'token',
      roles: { 'french-moods': 'viewer' },
      events: [expect.objectContaining({ slug: 'french-moods', role: 'viewer' })],
    });
    const { cookie } = await signIn('192.0.2.1');
    expect(await current({ cookie })).toMatchObject({ kind: 'login', roles: { 'french-moods': 'owner' } });
    expect(await ask({}, url)).toEqual([401, 'credential.missing']);
  });

  it('of a login session end when the browser signs in again, and with their time', async () => {
    const first = await signIn('192.0.2.2');
    expect(await ask({ cookie: first.cookie })).toEqual([200, undefined]);
    const second = await signIn('192.0.2.2', first.cookie);
    expect(await ask({ cookie: first.cookie })).toEqual([401, 'credential.missing']);
    expect(await ask({ cookie: second.cookie })).toEqual([200, undefined]);
    clock.at += 14 * 86_400_000;
    expect(await ask({ cookie: second.cookie })).toEqual([401, 'credential.missing']);
  });

  it('are refused after ten wrong tries of one address, for a quarter of an hour; right ones do not count', async () => {
    const guess = async (): Promise<number> =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/v1/login-sessions',
          remoteAddress: '192.0.2.3',
          payload: { challenge: 'x'.repeat(43) },
        })
      ).statusCode;
    for (let count = 1; count <= 12; count++) expect((await signIn('192.0.2.3')).status).toBe(201);
    const statuses: number[] = [];
    for (let count = 1; count <= 11; count++) statuses.push(await guess());
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await signIn('192.0.2.3')).status).toBe(429);
    expect((await signIn('192.0.2.4')).status).toBe(201);
    clock.at += 15 * 60_000;
    expect((await signIn('192.0.2.3')).status).toBe(201);
  });

  it('note their last use', async () => {
    const token = await makeToken();
    await askWith(token);
    const used = async () =>
      (await database.dataSource.manager.findOneByOrFail(ApiTokenEntity, { hash: hashSecret(token) })).lastUsedAt;
    // Nothing waits for the note, so the test must: until it is there, or the test's own time is over.
    while ((await used()) === null) continue;
    expect(await used()).toEqual(clock.now());
  });
});
