// `npm run bench -- [name]`: each figure of Kopā beside a bare baseline measured in the same run, five alternating
// runs, medians. Names: serve, push, memory, import, conflicts, start, size, places, counts, addresses, agenda, feed, mail, editor; all by default.
import { report } from './report.mjs';

const suites = {
  size: () => import('./size.bench.mjs'),
  conflicts: () => import('./conflicts.bench.mjs'),
  serve: () => import('./serve.bench.mjs'),
  import: () => import('./import.bench.mjs'),
  start: () => import('./start.bench.mjs'),
  push: () => import('./push.bench.mjs'),
  memory: () => import('./memory.bench.mjs'),
  places: () => import('./places.bench.mjs'),
  counts: () => import('./counts.bench.mjs'),
  addresses: () => import('./addresses.bench.mjs'),
  agenda: () => import('./agenda.bench.mjs'),
  feed: () => import('./feed.bench.mjs'),
  mail: () => import('./mail.bench.mjs'),
  editor: () => import('./editor.bench.mjs'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}
const rows = [];
for (const name of names.length > 0 ? names : Object.keys(suites)) {
  console.error(`measuring ${name} ...`);
  const { measure } = await suites[name]();
  rows.push(...(await measure()));
}
report(rows);
process.exit(rows.every(({ met }) => met) ? 0 : 1);
