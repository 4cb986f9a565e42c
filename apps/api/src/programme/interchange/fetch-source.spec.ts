import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchSource } from './fetch-source.js';
import { detectFormat, readSchedule } from './format.js';
import { maximumBytes } from './import-refused.js';

let folder: string;
const server = createServer((request, response) => {
  if (request.url === '/endless') {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const send = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', send);
    send();
  } else if (request.url === '/schedule.xml') response.end('<schedule/>');
  else response.writeHead(404).end();
});
const address = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kopa-source-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function file(name: string, bytes: Buffer | string): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

const refused = (code: string): unknown => expect.objectContaining({ name: 'ImportRefused', code });

describe('fetchSource', () => {
  it('reads files, gzip and http addresses', async () => {
    expect(await fetchSource(await file('a.xml', '<schedule/>'))).toEqual({ text: '<schedule/>', fileName: 'a.xml' });
    expect(await fetchSource(await file('b.json.gz', gzipSync('{"ā":1}')))).toEqual({
      text: '{"ā":1}',
      fileName: 'b.json',
    });
    expect(await fetchSource(address('/schedule.xml'))).toEqual({ text: '<schedule/>', fileName: 'schedule.xml' });
  });

  it('reads the encoding that an XML declaration names', async () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><t>caf\u00e9</t>', 'latin1');
    expect((await fetchSource(await file('latin.xml', bytes))).text).toContain('<t>café</t>');
  });

  it('refuses what is over 64 MB, in a file, unpacked or from an address', async () => {
    const large = Buffer.alloc(maximumBytes + 1, ' ');
    await expect(fetchSource(await file('large.xml', large))).rejects.toEqual(refused('too.large'));
    await expect(fetchSource(await file('bomb.xml.gz', gzipSync(large)))).rejects.toEqual(refused('too.large'));
    await expect(fetchSource(address('/endless'))).rejects.toEqual(refused('too.large'));
  });

  it('says what cannot be read', async () => {
    await expect(fetchSource(join(folder, 'missing.xml'))).rejects.toEqual(refused('source.unreadable'));
    await expect(fetchSource(address('/missing'))).rejects.toEqual(refused('source.unreadable'));
    await expect(fetchSource('ftp://example.org/schedule.xml')).rejects.toEqual(refused('source.unreadable'));
    await expect(fetchSource(await file('torn.gz', gzipSync('x').subarray(0, 12)))).rejects.toEqual(
      refused('source.unreadable'),
    );
  });
});

describe('detectFormat', () => {
  it.each([
    ['\uFEFF\n<?xml version="1.0"?><schedule/>', 'frab-xml'],
    [' {"schedule":{}}', 'frab-json'],
  ])('takes %j for %s', (text, name) => {
    expect(detectFormat(text, 'file').name).toBe(name);
  });

  it('refuses other files and unknown names', () => {
    expect(() => detectFormat('BEGIN:VCALENDAR', 'a.ics')).toThrow(expect.objectContaining({ code: 'format.unknown' }));
    expect(() => readSchedule('<schedule/>', 'a.xml', 'sessionize', {})).toThrow(
      expect.objectContaining({ code: 'format.unknown' }),
    );
    expect(() => readSchedule(' '.repeat(maximumBytes + 1), 'a.xml', 'auto', {})).toThrow(
      expect.objectContaining({ code: 'too.large' }),
    );
  });
});
