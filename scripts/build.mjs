// Builds what is not built: libs and api by project references, the web app when its sources are newer than its build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

export function demandNode24() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return;
  console.error(
    `Kopā needs Node 24.9 or later and found ${process.versions.node}. Run it by npm ("npm start"): npm ci brings Node 24 along.`,
  );
  process.exit(1);
}

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) time = Math.max(time, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  }
  return time;
}

function isBuilt(mark, sources) {
  if (!existsSync(path.join(root, mark))) return false;
  const built = statSync(path.join(root, mark)).mtimeMs;
  return sources.every((source) => {
    const place = path.join(root, source);
    return (statSync(place).isDirectory() ? newest(place) : statSync(place).mtimeMs) <= built;
  });
}

function run(what, args) {
  console.error(`building ${what} ...`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

export function buildServer() {
  const sources = ['libs/domain/src', 'libs/contracts/src', 'apps/api/src', 'tsconfig.base.json'];
  if (!isBuilt('apps/api/dist/.tsbuildinfo', sources))
    run('the server', ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json']);
}

export function buildWeb() {
  const sources = [
    'libs/domain/src',
    'libs/contracts/src',
    'apps/web/src',
    'apps/web/public',
    'apps/web/index.html',
    'apps/web/vite.config.ts',
  ];
  if (isBuilt('apps/web/dist/index.html', sources)) return;
  run('the web app', ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn']);
  run('its compressed files', ['scripts/compress-web.mjs']);
}
