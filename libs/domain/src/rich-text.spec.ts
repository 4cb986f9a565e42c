import { describe, expect, it } from '@jest/globals';
import { richTextInstead, richTextTags, safeLink } from './rich-text.js';

describe('what a long text may hold', () => {
  it.each([
    ['https://kopa.example/a?b=c', 'https://kopa.example/a?b=c'],
    [' HTTP://kopa.example ', 'HTTP://kopa.example'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['javascript:alert(1)', undefined],
    [' JavaScript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['vbscript:x', undefined],
    ['//elsewhere.example', undefined],
    ['/local', undefined],
    ['https', undefined],
    [null, undefined],
  ])('links to %j as %j', (href, address) => expect(safeLink(href)).toBe(address));

  it('has nothing that runs, loads or lays out', () => {
    const harmful = [
      'script',
      'style',
      'img',
      'iframe',
      'object',
      'embed',
      'form',
      'input',
      'svg',
      'math',
      'link',
      'base',
    ];
    expect(richTextTags.filter((tag) => harmful.includes(tag))).toEqual([]);
    expect(Object.values(richTextInstead).every((tag) => richTextTags.includes(tag))).toBe(true);
  });
});
