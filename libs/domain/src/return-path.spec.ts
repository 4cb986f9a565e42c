import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { returnPath } from './return-path.js';

describe('the page that signing in leads back to', () => {
  it.each([
    '/organise',
    '/organise/french-moods',
    '/organise/french-moods/agenda',
    '/organise/french-moods/people?after=abc&mode=in-person',
    '/organise/account',
  ])('may be %s', (path) => expect(returnPath(path)).toBe(path));

  it.each([
    '',
    '/',
    '/e/french-moods',
    '//evil.example',
    '/organise//evil.example',
    '/organise/../..//evil.example',
    '/organise/.',
    '/organise/%2e%2e/',
    '/organise\\evil.example',
    '/organised',
    '/organise@evil.example',
    '/organise.evil.example',
    '/organise/a#fragment',
    '/organise?to=https://evil.example/',
    '/organise\n',
    '/organise\r\nset-cookie: kopa=1',
    ' /organise',
    'https://evil.example/organise',
    'javascript:alert(1)',
    `/organise/${'a'.repeat(300)}`,
  ])('is not %j', (path) => expect(returnPath(path)).toBeNull());

  it('stays on the site, whatever is asked for', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.string().map((end) => `/organise${end}`),
    );
    fc.assert(
      fc.property(text, (wanted) => {
        const path = returnPath(wanted);
        if (path === null) return;
        const url = new URL(path, 'https://kopa.example');
        expect([url.origin, url.pathname.split('/')[1]]).toEqual(['https://kopa.example', 'organise']);
      }),
    );
  });
});
