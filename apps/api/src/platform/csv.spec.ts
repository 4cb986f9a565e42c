import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('csvOf', () => {
  it.each([
    ['plain', 'plain'],
    ['Ķekava, "Zied zeme"', '"Ķekava, ""Zied zeme"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+371 20000000', "'+371 20000000"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x";"y")', `"'=HYPERLINK(""x"";""y"")"`],
  ])('writes %j as %j', (text, written) => expect(csvOf([[text, 'end']])).toBe(`\uFEFF${written},end\r\n`));
});
