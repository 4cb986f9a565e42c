import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { AppModule } from '../app.module.js';
import { createApp } from '../create-app.js';
import { parseConfig } from '../platform/config.js';
import { loadDemo } from '../programme/load-demo.js';
import { accessMetadata } from './access.js';
import { createConsoleLink } from './login.service.js';

@Controller('unruled')
class UnruledController {
  @Get()
  secret(): string {
    return 'secret';
  }
}

@Module({ controllers: [UnruledController], providers: [DiscoveryService, MetadataScanner] })
class UnruledModule {}

/** Handlers that answer HTTP and state no access rule. */
function routesWithoutAccess(app: NestFastifyApplication): string[] {
  const scanner = new MetadataScanner();
  const reflector = app.get(Reflector);
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ instance, metatype }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata('path', prototype[name]!))
        .filter(
          (name) =>
            reflector.getAllAndOverride(accessMetadata, [prototype[name]!, metatype as () => unknown]) === undefined,
        )
        .map((name) => `${String(metatype?.name)}.${name}`);
    });
}

describe('access', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    await loadDemo(database.dataSource, { day: null, now: new Date() });
    const module = AppModule.with(parseConfig({}), database.dataSource);
    app = await createApp(
      { ...module, imports: [...(module.imports ?? []), UnruledModule] },
      pino({ level: 'silent' }),
    );
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const signIn = (link: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/login-sessions',
      payload: { challenge: link.slice(link.indexOf('#') + 1) },
    });

  it('is stated by every route but the one of this test', () => {
    expect(routesWithoutAccess(app)).toEqual(['UnruledController.secret']);
  });

  it.each(['GET', 'HEAD'] as const)('is denied where nothing is stated (%s, encoded too)', async (method) => {
    for (const url of ['/unruled', '/unruled/', '/%75nruled', '/unruled?x=1']) {
      expect([url, (await app.inject({ method, url })).statusCode]).toEqual([url, 403]);
    }
  });

  it('takes the console link once, as a cookie that scripts cannot read', async () => {
    const link = await createConsoleLink(database.dataSource.manager, 'http://localhost:3000', new Date());
    const first = await signIn(link);
    expect(first.statusCode).toBe(201);
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(/^kopa=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/);
    const again = await signIn(link);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([401, 'challenge.invalid']);

    const headers = { cookie: cookie.slice(0, cookie.indexOf(';')), host: 'localhost:3000' };
    const url = '/api/v1/events/french-moods/live-changes';
    const payload = { type: 'delay', session: 'D1-TOUR', minutes: 5 };
    const withOrigin = (origin?: string) =>
      app.inject({
        method: 'POST',
        url,
        payload,
        headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
      });
    expect((await withOrigin()).statusCode).toBe(403);
    expect((await withOrigin('https://evil.example')).json<{ code: string }>().code).toBe('origin.foreign');
    expect((await withOrigin('http://localhost:3000')).statusCode).toBe(201);

    const signOut = (origin: Record<string, string>) =>
      app.inject({ method: 'DELETE', url: '/api/v1/login-sessions/current', headers: { ...headers, ...origin } });
    for (const origin of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
      expect((await signOut(origin)).json<{ code: string }>().code).toBe('origin.foreign');
    }
    expect((await signOut({ origin: 'http://localhost:3000' })).statusCode).toBe(204);
    expect((await withOrigin('http://localhost:3000')).statusCode).toBe(401);
  });

  it('refuses an expired link', async () => {
    const link = await createConsoleLink(database.dataSource.manager, '', new Date(Date.now() - 11 * 60_000));
    expect((await signIn(link)).statusCode).toBe(401);
  });

  it('does not tell those who have no part in it that an unpublished event exists', async () => {
    const { manager } = database.dataSource;
    await manager.query(`UPDATE events SET state = 'draft' WHERE slug = 'french-moods'`);
    const paths = ['/api/v1/events/french-moods', '/api/v1/events/nowhere'];
    const codes = await Promise.all(
      paths.map(async (url) => (await app.inject({ method: 'GET', url })).json<{ code: string }>().code),
    );
    await manager.query(`UPDATE events SET state = 'public' WHERE slug = 'french-moods'`);
    expect(codes).toEqual(['event.unknown', 'event.unknown']);
  });
});
