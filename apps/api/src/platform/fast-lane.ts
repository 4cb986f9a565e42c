import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { answered, type AnsweredLog } from './answered.js';
import { correlationIdOf } from './correlation.js';
import { isNotModified } from './not-modified.js';

/** What is ready to be sent: bytes, their strong ETag, and the headers of an answer with them and without. */
export interface Ready {
  bytes: Buffer;
  etag: string;
  whole: Readonly<Record<string, string | number>>;
  unchanged: Readonly<Record<string, string | number>>;
}

/** Makes bytes ready. `headers` go with a 304 too, `ofBytes` only with the bytes. */
export function makeReady(
  bytes: Buffer,
  etag: string,
  headers: Readonly<Record<string, string>>,
  ofBytes: Readonly<Record<string, string>>,
): Ready {
  const unchanged = { 'x-content-type-options': 'nosniff', etag, 'cache-control': 'no-cache', ...headers };
  return { bytes, etag, unchanged, whole: { ...unchanged, ...ofBytes, 'content-length': bytes.length } };
}

export interface Lane {
  /** Pattern of its address, for the histogram. */
  route: string;
  /** What is ready for a request; undefined leaves it to the server's ordinary way. */
  ready: (request: IncomingMessage) => Ready | undefined;
}

/**
 * Puts a lane before a server's ordinary request handling, for documents that are read much and whose bytes are ready:
 * they are sent without the framework on the way. A lane answers only what needs no guard, or has been through it; a
 * request that it does not answer goes on as if it were not there.
 */
export function addFastLane(server: Server, { route, ready }: Lane, log: AnsweredLog): void {
  const ordinary = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const found = isRead ? ready(request) : undefined;
    if (found !== undefined) answer(request, response, found, route, log);
    else for (const listener of ordinary) listener.call(server, request, response);
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, etag, whole, unchanged }: Ready,
  route: string,
  log: AnsweredLog,
): void {
  const from = performance.now();
  const { method = 'GET', url = '' } = request;
  const correlationId = correlationIdOf(request.headers);
  const status = isNotModified(request.headers['if-none-match'], etag) ? 304 : 200;
  response.writeHead(status, { 'x-request-id': correlationId, ...(status === 200 ? whole : unchanged) });
  response.end(status === 200 && method === 'GET' ? bytes : undefined);
  const milliseconds = performance.now() - from;
  answered(log, { correlationId, method, url, route, status, milliseconds });
}
