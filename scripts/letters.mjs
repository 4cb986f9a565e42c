// `npm run letters`: compiles the blocks of the letters (MJML) to a module, so that no server needs a compiler. A test
// says when it was forgotten.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import mjml from 'mjml';

const folder = path.resolve(import.meta.dirname, '../apps/api/src/agenda/letters');
export const source = path.join(folder, 'letter.mjml');
export const target = path.join(folder, 'letter-blocks.ts');

/** The module of a document: its blocks by name, what stands before the first as `head`, after the last as `foot`. */
export async function compile(document) {
  const { html, errors } = await mjml(document, { validationLevel: 'strict', keepComments: true });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const [head, ...rest] = html
    .replace(/>\s*\n\s*</g, '><')
    .replace(/\n\s+/g, ' ')
    .split(/<!-- block: (\w+) -->/);
  const blocks = { head };
  for (let index = 0; index < rest.length; index += 2)
    blocks[rest[index] === 'end' ? 'foot' : rest[index]] = rest[index + 1];
  const lines = Object.entries(blocks).map(([name, text]) => `  ${name}: ${JSON.stringify(text.trim())},`);
  return `// Made of letter.mjml by \`npm run letters\`.\n// prettier-ignore\nexport const letterBlocks = {\n${lines.join('\n')}\n} as const;\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(target, await compile(readFileSync(source, 'utf8')));
