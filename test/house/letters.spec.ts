import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';

it('the blocks of the letters are those of letter.mjml: `npm run letters` was not forgotten', async () => {
  const script = pathToFileURL(path.resolve(__dirname, '../../scripts/letters.mjs')).href;
  const { compile, source, target } = (await import(script)) as {
    compile: (document: string) => Promise<string>;
    source: string;
    target: string;
  };
  expect(await compile(readFileSync(source, 'utf8'))).toBe(readFileSync(target, 'utf8'));
});
