import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { isNotModified } from '../platform/not-modified.js';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

export type Coding = 'identity' | 'gzip' | 'br';

interface Served {
  bytes: Buffer;
  /** Strong ETag: of the content and of the coding (RFC 9110 section 8.8.3). */
  etag: string;
}

/** A JSON document as bytes in each coding that is offered, made once. */
export type ServedDocument = Readonly<Record<Coding, Served>>;

/**
 * Makes the bytes of a document. Keys are sorted, so that processes that came to the same content in different ways
 * serve the same bytes under the same ETag. Compression runs in libuv's threads, off the event loop.
 */
export async function serveDocument(content: unknown): Promise<ServedDocument> {
  const identity = Buffer.from(JSON.stringify(sortKeys(content)));
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  const [zipped, br] = await Promise.all([
    gzipAsync(identity, { level: 9 }),
    brotliAsync(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: identity.length },
    }),
  ]);
  return {
    identity: { bytes: identity, etag: `"${hash}"` },
    gzip: { bytes: zipped, etag: `"${hash}-gzip"` },
    br: { bytes: br, etag: `"${hash}-br"` },
  };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const source = value as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) sorted[key] = sortKeys(source[key]);
  return sorted;
}

/**
 * The best coding that a client accepts (RFC 9110 section 12.5.3): brotli, then gzip, then none; `q=0` refuses one.
 */
export function chooseCoding(acceptEncoding: string | undefined): Coding {
  if (acceptEncoding === undefined) return 'identity';
  const known = chosen.get(acceptEncoding);
  if (known !== undefined) return known;
  const coding = bestCoding(acceptEncoding);
  // Browsers send a handful of forms; a client that invents new ones is not to fill the memory.
  if (chosen.size < 1_000) chosen.set(acceptEncoding, coding);
  return coding;
}

const chosen = new Map<string, Coding>();

function bestCoding(acceptEncoding: string): Coding {
  const accepted = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    accepted.set(name, quality === undefined ? 1 : Number(quality.slice(2)) || 0);
  }
  const quality = (coding: string): number => accepted.get(coding) ?? accepted.get('*') ?? 0;
  if (quality('br') > 0 && quality('br') >= quality('gzip')) return 'br';
  return quality('gzip') > 0 ? 'gzip' : 'identity';
}

/** Answers with the document in the best coding that is accepted, or 304 when the reader has it. */
export function sendDocument(
  reply: FastifyReply,
  document: ServedDocument,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): void {
  const accepted = headers['accept-encoding'];
  const coding = chooseCoding(typeof accepted === 'string' ? accepted : undefined);
  const { bytes, etag } = document[coding];
  const known = headers['if-none-match'];
  void reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' });
  if (isNotModified(typeof known === 'string' ? known : undefined, etag)) {
    void reply.code(304).send();
    return;
  }
  if (coding !== 'identity') void reply.header('content-encoding', coding);
  void reply.header('content-type', 'application/json; charset=utf-8').send(bytes);
}
