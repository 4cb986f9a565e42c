import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Linter, type Linter as LinterTypes } from 'eslint';

const root = path.resolve(__dirname, '../..');

describe('the direction of imports', () => {
  let directions: LinterTypes.Config[];

  beforeAll(async () => {
    const rules = (await import(pathToFileURL(path.join(root, 'eslint.directions.mjs')).href)) as {
      directions: LinterTypes.Config[];
    };
    directions = rules.directions;
  });

  const complaints = (file: string, imported: string): number =>
    new Linter({ cwd: root }).verify(`import thing from '${imported}';`, directions, {
      filename: path.join(root, file),
    }).length;

  it.each([
    ['libs/domain/src/reflow.ts', 'zod'],
    ['libs/domain/src/reflow.ts', 'node:fs'],
    ['libs/domain/src/reflow.ts', '@kopa/contracts'],
    ['libs/contracts/src/draft.ts', '@nestjs/common'],
    ['libs/contracts/src/draft.ts', '../../../apps/api/src/main.js'],
    ['apps/web/src/main.tsx', '@kopa/api'],
    ['apps/web/src/main.tsx', '../../../apps/api/src/schema.js'],
    ['apps/api/src/platform/clock.ts', '../events/event.entity.js'],
    ['apps/api/src/events/event.entity.ts', '../programme/release.js'],
    ['apps/api/src/live/stream.service.ts', '../programme/release.js'],
    ['apps/api/src/programme/demo/index.ts', '../../calendar/calendar-feed.js'],
    ['apps/api/src/calendar/calendar-feed.ts', '../app.module.js'],
    ['apps/api/src/calendar/calendar-feed.ts', '../../../web/../apps/web/src/main.js'],
  ])('refuses in %s an import of %s', (file, imported) => expect(complaints(file, imported)).toBe(1));

  it.each([
    ['libs/domain/src/reflow.ts', './order.js'],
    ['libs/contracts/src/draft.ts', '@kopa/domain'],
    ['libs/contracts/src/draft.ts', 'zod'],
    ['apps/web/src/main.tsx', '@kopa/contracts'],
    ['apps/api/src/calendar/calendar-feed.ts', '../programme/published-rows.js'],
    ['apps/api/src/programme/demo/index.ts', '../../platform/problem.js'],
    ['apps/api/src/live/stream.service.ts', '@kopa/domain'],
  ])('allows in %s an import of %s', (file, imported) => expect(complaints(file, imported)).toBe(0));
});
