import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { isNotModified } from '../platform/not-modified.js';
import { chooseCoding, serveDocument } from './served-document.js';

describe('serveDocument', () => {
  it('serves the same content in every coding', async () => {
    const document = await serveDocument({ title: { lv: 'Atklāšana', en: 'Opening' }, list: [1, { b: 2, a: null }] });
    const text = '{"list":[1,{"a":null,"b":2}],"title":{"en":"Opening","lv":"Atklāšana"}}';
    expect(document.identity.bytes.toString()).toBe(text);
    expect(gunzipSync(document.gzip.bytes).toString()).toBe(text);
    expect(brotliDecompressSync(document.br.bytes).toString()).toBe(text);
  });

  it('gives the same bytes and ETags whatever order the keys came in, and other ETags per coding', async () => {
    const one = await serveDocument({ a: 1, b: { d: [], c: 2 } });
    const other = await serveDocument({ b: { c: 2, d: [] }, a: 1 });
    expect(other).toEqual(one);
    expect(new Set([one.identity.etag, one.gzip.etag, one.br.etag]).size).toBe(3);
  });

  it('gives another ETag for other content', async () => {
    expect((await serveDocument({ a: 1 })).identity.etag).not.toBe((await serveDocument({ a: 2 })).identity.etag);
  });
});

describe('chooseCoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['gzip;q=0', 'identity'],
    ['GZIP', 'gzip'],
    ['deflate', 'identity'],
  ])('takes from %j the coding %s', (header, coding) => expect(chooseCoding(header)).toBe(coding));
});

describe('isNotModified', () => {
  it.each([
    [undefined, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"ab"', false],
    ['a', false],
  ])('for If-None-Match %j is %s', (header, expected) => expect(isNotModified(header, '"a"')).toBe(expected));
});
