import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { registrationRules } from '@kopa/contracts';

describe('the guide to registrations', () => {
  it('shows terms that the server takes', () => {
    const guide = readFileSync(path.resolve(__dirname, '../../docs/take-registrations.md'), 'utf8');
    const block = /\n\n((?: {4}.*\n)+)/.exec(guide)?.[1] ?? '';
    const { error, data } = registrationRules.safeParse(JSON.parse(block));
    expect(error).toBeUndefined();
    expect(data).toMatchObject(JSON.parse(block) as object);
  });
});
