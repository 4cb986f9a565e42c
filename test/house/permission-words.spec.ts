import { describe, expect, it } from '@jest/globals';
import { permissions } from '@kopa/contracts';
import { en } from '../../apps/web/src/organise/team/en.js';
import { lv } from '../../apps/web/src/organise/team/lv.js';

describe('the table of what each role may do', () => {
  it.each([
    ['English', en],
    ['Latvian', lv],
  ])('has words for each permission in %s', (_, { permission }) => {
    expect(Object.keys(permission).sort()).toEqual([...permissions].sort());
  });
});
