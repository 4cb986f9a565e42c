// `npm run dev`: the server compiled and restarted on each change, and Vite's server for the web app, which passes
// calls on to it.
import { spawn } from 'node:child_process';
import { buildServer, demandNode24, root } from './build.mjs';

demandNode24();
buildServer();
const children = [
  ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json', '--watch', '--preserveWatchOutput'],
  ['--watch-path=apps/api/dist', '--watch-path=libs', 'apps/api/dist/main.js', ...process.argv.slice(2)],
  ['node_modules/vite/bin/vite.js', 'apps/web'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
