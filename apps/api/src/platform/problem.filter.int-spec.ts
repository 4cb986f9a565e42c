import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createApp } from '../create-app.js';
import { HealthController, Readiness } from './health.controller.js';
import { Problem } from './problem.js';

const schema = z.strictObject({ minutes: z.int(), slots: z.array(z.strictObject({ startsAt: z.iso.datetime() })) });

@Controller('try')
class TryController {
  @Post()
  take(@Body({ schema }) body: z.infer<typeof schema>): { minutes: number } {
    return { minutes: body.minutes };
  }

  @Get('refused')
  refuse(): never {
    throw new Problem(412, 'version.late', 'Somebody was faster.', { current: { version: 7 } });
  }

  @Get('broken')
  fail(): never {
    throw new TypeError('a secret of ours');
  }
}

@Module({})
class TryModule {}

describe('the HTTP application', () => {
  const lines: string[] = [];
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApp(
      {
        module: TryModule,
        controllers: [TryController, HealthController],
        providers: [Readiness, { provide: DataSource, useValue: database.dataSource }],
      },
      pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const headers = { 'x-request-id': 'request-0001', 'content-type': 'application/json' };
  const get = (url: string) => app.inject({ method: 'GET', url, headers: { 'x-request-id': 'request-0001' } });

  it('answers a problem as a document with its code, its own members and the correlation id', async () => {
    const answer = await get('/try/refused');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['x-request-id']).toBe('request-0001');
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Precondition Failed',
      status: 412,
      detail: 'Somebody was faster.',
      code: 'version.late',
      correlationId: 'request-0001',
      current: { version: 7 },
    });
  });

  it('names each wrong field by its path', async () => {
    const payload = JSON.stringify({ minutes: 1.5, slots: [{ startsAt: 'soon' }] });
    const answer = await app.inject({ method: 'POST', url: '/try', headers, payload });
    const { code, errors } = answer.json<{ code: string; errors: { path: string }[] }>();
    expect([answer.statusCode, code, errors.map(({ path }) => path)]).toEqual([
      422,
      'input.invalid',
      ['minutes', 'slots[0].startsAt'],
    ]);
  });

  it('answers malformed JSON with 400 and an unknown route with 404', async () => {
    const malformed = await app.inject({ method: 'POST', url: '/try', headers, payload: '{"minutes":' });
    const unknown = await get('/nowhere');
    expect([malformed, unknown].map((answer) => [answer.statusCode, answer.json<{ code: string }>().code])).toEqual([
      [400, 'body.malformed'],
      [404, 'route.unknown'],
    ]);
  });

  it('tells nothing of what nobody foresaw, and logs it under the correlation id', async () => {
    const answer = await get('/try/broken');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('a secret of ours');
    expect(lines.filter((line) => line.includes('a secret of ours') && line.includes('request-0001'))).toHaveLength(1);
  });

  it('replaces a correlation id that could forge log lines', async () => {
    const answer = await app.inject({ method: 'GET', url: '/healthz', headers: { 'x-request-id': 'a b"c' } });
    expect(answer.headers['x-request-id']).toMatch(/^[A-Za-z0-9_-]{12}\.[0-9a-z]+$/);
  });

  it('is up and ready, and while it drains up but not ready', async () => {
    const before = [(await get('/healthz')).statusCode, (await get('/readyz')).statusCode];
    app.get(Readiness).draining = true;
    const draining = await get('/readyz');
    expect([before, (await get('/healthz')).statusCode]).toEqual([[200, 200], 200]);
    expect([draining.statusCode, draining.json<{ code: string }>().code]).toEqual([503, 'server.draining']);
    app.get(Readiness).draining = false;
  });

  it('gives metrics of the process', async () => {
    expect((await get('/metrics')).body).toMatch(/^process_cpu_user_seconds_total /m);
  });
});
