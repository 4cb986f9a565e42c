import { describe, expect, it } from '@jest/globals';
import { en } from '../../apps/web/src/organise/import/en.js';
import { lv } from '../../apps/web/src/organise/import/lv.js';
import { importWarningCodes, rejectionCodes } from '../../libs/contracts/src/imports.js';

/** What a text names in braces. */
const named = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe('what reading a file says of it', () => {
  it.each([
    ['rows that are not taken', rejectionCodes, en.rejection, lv.rejection],
    ['what was odd', importWarningCodes, en.warning, lv.warning],
  ] as const)('has words in both languages, with the same facts: %s', (_, codes, english, latvian) => {
    expect(Object.keys(english).sort()).toEqual([...codes].sort());
    expect(Object.keys(latvian).sort()).toEqual([...codes].sort());
    for (const code of codes) expect([code, named(latvian[code]!)]).toEqual([code, named(english[code]!)]);
  });
});
