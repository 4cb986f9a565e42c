// JavaScript that a participant's and an organiser's route load before they show, gzip, beside React with its renderer alone.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.resolve(import.meta.dirname, '../../apps/web/dist');
const kilobytes = (bytes) => bytes / 1000;

/** Bytes of all that the entry and the chunks of a route load at once. */
function sizeOf(manifest, route) {
  const wanted = new Set();
  const follow = (key) => {
    const chunk = manifest[key];
    if (!chunk || wanted.has(chunk.file)) return;
    wanted.add(chunk.file);
    for (const imported of chunk.imports ?? []) follow(imported);
  };
  for (const [key, chunk] of Object.entries(manifest)) {
    if (chunk.isEntry || route.test(key)) follow(key);
  }
  return [...wanted]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
}

export async function measure() {
  const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
  const require = createRequire(path.join(dist, '../package.json'));
  const reactDom = path.join(
    path.dirname(require.resolve('react-dom/package.json')),
    'cjs/react-dom-client.production.js',
  );
  const bare = gzipSync(readFileSync(reactDom)).length;
  return [
    ['programme', /^src\/pages\/programme-page/, 190_000],
    ['agenda editor', /organised-event|agenda-editor/, 260_000],
  ].map(([name, route, most]) => {
    const size = sizeOf(manifest, route);
    return {
      figure: `JavaScript of the ${name} route, gzip`,
      unit: 'KB',
      kopa: kilobytes(size),
      bare: kilobytes(bare),
      ratio: size / bare,
      target: `<= ${most / 1000} KB`,
      met: size <= most,
    };
  });
}
