import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ImportRefused, maximumBytes } from './import-refused.js';

const unpack = promisify(gunzip);

/** A file or address may hang; an operator should not have to guess whether it still works. */
const timeoutMilliseconds = 60_000;

/**
 * Reads a file or an http(s) address as text (UTF-8, or what the XML declaration names), gunzipping what is gzip. Reads
 * at most 64 MB, packed and unpacked. Throws ImportRefused `source.unreadable` and `too.large`.
 */
export async function fetchSource(location: string): Promise<{ text: string; fileName: string }> {
  const url = /^[a-z][a-z0-9+.-]+:\/\//i.test(location) ? URL.parse(location) : null;
  if (url !== null && url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ImportRefused('source.unreadable', `${location}: only files and http(s) addresses can be read`);
  }
  const fileName = basename(url?.pathname ?? location);
  let bytes: Buffer;
  try {
    bytes = await collect(url === null ? createReadStream(location) : await open(url), fileName);
  } catch (error) {
    if (error instanceof ImportRefused) throw error;
    throw new ImportRefused(
      'source.unreadable',
      `${location}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return readSource(bytes, fileName);
}

/** The text of a file, gunzipped where it is gzip. Throws ImportRefused `source.unreadable` and `too.large`. */
export async function readSource(bytes: Buffer, fileName: string): Promise<{ text: string; fileName: string }> {
  const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? await expand(bytes, fileName) : bytes;
  return { text: decode(unpacked), fileName: fileName.replace(/\.gz$/, '') };
}

async function open(url: URL): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) });
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
  return response.body;
}

async function collect(source: AsyncIterable<unknown>, fileName: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maximumBytes) throw new ImportRefused('too.large', `${fileName} is over 64 MB`);
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

async function expand(bytes: Buffer, fileName: string): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: maximumBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ImportRefused('too.large', `${fileName} is over 64 MB when unpacked`);
    }
    throw new ImportRefused('source.unreadable', `${fileName} is damaged gzip`);
  }
}

function decode(bytes: Buffer): string {
  const named = /^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(
    bytes.subarray(0, 200).toString('latin1'),
  )?.[1];
  try {
    return new TextDecoder(named ?? 'utf-8').decode(bytes);
  } catch {
    throw new ImportRefused('source.unreadable', `the encoding ${named ?? ''} is not known`);
  }
}
