import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { type DynamicModule, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type FastifyReply, LogController } from 'fastify';
import type { Logger } from 'pino';
import { faultOf } from '@kopa/contracts';
import { answered, answeredLog } from './platform/answered.js';
import { correlationIdOf } from './platform/correlation.js';
import { PinoLoggerService } from './platform/logging.js';
import { fieldPath, invalidInput, Problem } from './platform/problem.js';
import { ProblemFilter, sendProblem } from './platform/problem.filter.js';
import { webFolder } from './platform/web-folder.js';

/** Nothing but our own; styles inline because the component library sets sizes so. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
  "form-action 'self'",
].join('; ');

/**
 * The HTTP application with everything that holds for all routes; not yet listening. `proxies` are the addresses of
 * those whose word of the client's address is believed.
 */
export async function createApp(
  module: DynamicModule,
  logger: Logger,
  { proxies = '' }: { proxies?: string } = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    trustProxy: proxies === '' ? false : proxies,
    bodyLimit: 1_000_000,
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => correlationIdOf(headers),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: 5 * 1024 * 1024 },
    (_request, body, done) => done(null, body),
  );
  // A route that takes bigger files says so; its number goes before those of the application and of the kind of content.
  fastify.addHook('onRoute', (route) => {
    const { mostBytes } = (route.config ?? {}) as { mostBytes?: number };
    if (mostBytes !== undefined) route.bodyLimit = mostBytes;
  });
  // What a mail programme posts to end mail with one click (RFC 8058 section 3.1); nothing reads it.
  fastify.addContentTypeParser('multipart/form-data', { bodyLimit: 10_000 }, (_request, payload, done) => {
    payload.on('end', () => done(null, null)).on('error', done);
    payload.resume();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    done();
  });
  // One line a request, when it is answered.
  const log = answeredLog(logger);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: correlationId, method, url } = request;
    const route = request.routeOptions.url ?? 'none';
    answered(log, { correlationId, method, url, route, status: reply.statusCode, milliseconds: reply.elapsedTime });
    done();
  });

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new PinoLoggerService(logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) =>
        invalidInput(
          issues.map((issue) => ({
            path: fieldPath((issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step))),
            message: issue.message,
            ...faultOf(issue),
          })),
        ),
    }),
  );
  describeApi(app);
  if (existsSync(webFolder)) await serveWeb(app);
  return app;
}

function describeApi(app: NestFastifyApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Kopā')
    .setDescription('A platform for hybrid conferences. Errors are problem documents (RFC 9457) with a stable `code`.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/v1/openapi.json',
  });
}

async function serveWeb(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      const isHashed = path.relative(webFolder, file).startsWith(`assets${path.sep}`);
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (reply: FastifyReply) =>
    reply
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'no-cache')
      .sendFile('index.html');
  for (const route of ['/', '/e/*', '/organise', '/organise/*', '/sign-in', '/invitation'])
    fastify.get(route, (_request, reply) => page(reply));
  // The app has a page for what is not there; programs get a problem.
  fastify.get('/*', (request, reply) => {
    if (/text\/html/.test(request.headers.accept ?? '')) return page(reply.code(404));
    sendProblem(
      new Problem(404, 'route.unknown', `There is nothing at ${request.method} ${request.url}.`),
      request,
      reply,
    );
    return reply;
  });
}
