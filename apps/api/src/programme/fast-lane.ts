import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { correlationIdOf } from '../platform/correlation.js';
import { answered, type AnsweredLog } from '../platform/answered.js';
import { chooseCoding, isNotModified, type ServedDocument } from './served-document.js';

const route = '/api/v1/events/:slug/programme';
/** Just the plain address: anything else (a query, an encoded letter) takes the ordinary way to the same document. */
const programmeAddress = /^\/api\/v1\/events\/([a-z0-9-]+)\/programme$/;

/**
 * Puts a fast lane before a server's ordinary request handling, for the one document that a whole congress reads at
 * once: where its bytes are ready, they are sent without the framework on the way. The document is public and the same
 * for everybody, so there is nothing to guard; a request that this does not answer goes on as if it were not there.
 */
export function addFastLane(
  server: Server,
  ready: (slug: string) => ServedDocument | undefined,
  log: AnsweredLog,
): void {
  const ordinary = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const slug = programmeAddress.exec(request.url ?? '')?.[1];
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const document = slug !== undefined && isRead ? ready(slug) : undefined;
    if (document !== undefined) answer(request, response, document, log);
    else for (const listener of ordinary) listener.call(server, request, response);
  });
}

function answer(request: IncomingMessage, response: ServerResponse, document: ServedDocument, log: AnsweredLog): void {
  const from = performance.now();
  const { method = 'GET', url = '', headers } = request;
  const accepted = headers['accept-encoding'];
  const coding = chooseCoding(typeof accepted === 'string' ? accepted : undefined);
  const { bytes, etag } = document[coding];
  const correlationId = correlationIdOf(headers);
  const fields: Record<string, string | number> = {
    'x-request-id': correlationId,
    'x-content-type-options': 'nosniff',
    etag,
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
  };
  const status = isNotModified(headers['if-none-match'], etag) ? 304 : 200;
  if (status === 200) {
    fields['content-type'] = 'application/json; charset=utf-8';
    fields['content-length'] = bytes.length;
    if (coding !== 'identity') fields['content-encoding'] = coding;
  }
  response.writeHead(status, fields);
  response.end(status === 200 && method === 'GET' ? bytes : undefined);
  const milliseconds = performance.now() - from;
  answered(log, { correlationId, method, url, route, status, milliseconds });
}
