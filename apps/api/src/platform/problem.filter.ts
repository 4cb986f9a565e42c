import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { Problem } from './problem.js';
import { problemPage } from './problem-page.js';

const logger = new Logger('Problem');

/** Turns whatever a request fails with into a problem document; what nobody foresaw is logged and answered as 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** The same for routes that stand on Fastify itself. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, detail, extra } = problemOf(error, request);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (typeof extra['retryAfter'] === 'number') void reply.header('retry-after', String(extra['retryAfter']));
  if (status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '1');
  const title = STATUS_CODES[status] ?? 'Error';
  if (isPerson(request)) {
    void reply
      .code(status)
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .type('text/html; charset=utf-8')
      .send(problemPage({ status, code, detail, correlationId: request.id }));
    return;
  }
  void reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send({ type: 'about:blank', title, status, detail, code, correlationId: request.id, ...extra });
}

/** Somebody who followed a link in a browser: they get words, programs a document. */
function isPerson(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' && !request.url.startsWith('/api/') && /text\/html/.test(request.headers.accept ?? '')
  );
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const status = statusOf(error);
  if (status !== null && status < 500) {
    return ofStatus(status, error instanceof Error ? error.message : 'The request was refused.');
  }
  if (sqlState(error).startsWith('22')) {
    return new Problem(
      422,
      'input.invalid',
      'The input holds what cannot be kept: a character that no text may have, or a number out of range.',
    );
  }
  logger.error({ err: error, correlationId: request.id, method: request.method, route: request.routeOptions.url });
  if (isUnavailable(error)) {
    return new Problem(503, 'database.unavailable', 'The database cannot be reached just now: try again.');
  }
  return new Problem(500, 'internal', 'Something failed on our side; it was logged under this correlation id.');
}

function ofStatus(status: number, message: string): Problem {
  const codes: Record<number, string> = {
    400: 'body.malformed',
    401: 'credential.missing',
    403: 'access.denied',
    404: 'route.unknown',
    413: 'body.tooLarge',
    415: 'body.unsupported',
  };
  return new Problem(status, codes[status] ?? `http.${status}`, message);
}

/** Fastify's own refusals (malformed JSON, too large a body) carry a status. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** SQLSTATE of a failed statement, or the code of a failed connection; empty when there is none. */
function sqlState(error: unknown): string {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

function isUnavailable(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '08006', '08001'].includes(sqlState(error));
}
