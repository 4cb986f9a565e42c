import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { liveChangeRequest } from '@kopa/contracts';
import { en } from '../../apps/web/src/organise/audit/en.js';
import { lv } from '../../apps/web/src/organise/audit/lv.js';

const root = path.resolve(__dirname, '../..');

describe('the audit trail', () => {
  it('has words in both languages for all that the server notes', () => {
    const noted = globSync('apps/api/src/**/*.ts', { cwd: root })
      .filter((file) => !file.endsWith('spec.ts'))
      .flatMap((file) => [
        ...readFileSync(path.join(root, file), 'utf8').matchAll(
          /\baction(?::|: [^']*\?|\s=)\s*((?:[^;,]*?)'[a-z][\w.]*'(?:[^;,}]*'[a-z]\w*\.\w+')*)/g,
        ),
      ])
      .flatMap(([, actions]) => [...actions!.matchAll(/'([a-z]\w*\.\w+)'/g)].map(([, action]) => action!));
    // What the desk does with a registration is named as it is done.
    for (const file of ['desk.service.ts', 'waitlist-deeds.service.ts']) {
      const deeds = readFileSync(path.join(root, 'apps/api/src/registration', file), 'utf8');
      const named = [...deeds.matchAll(/this\.act\((?:code|of), '([\w.]+)'/g)].map(([, action]) => action!);
      expect(named.length).toBeGreaterThan(1);
      noted.push(...named);
    }
    const live = liveChangeRequest.options.map(({ shape }) => `live.${shape.type.value}`);
    const all = [...new Set([...noted, ...live])].sort();
    expect(all).toEqual(
      expect.arrayContaining(['slot.placed', 'slot.moved', 'slot.removed', 'room.created', 'token.revoked']),
    );
    expect(all.filter((action) => !(action in en.deed))).toEqual([]);
    expect(Object.keys(lv.deed).sort()).toEqual(Object.keys(en.deed).sort());
  });
});
