// `npm run kopa -- <command>`: builds the server if it is not built, then runs the command line.
import { buildServer, demandNode24 } from './build.mjs';

demandNode24();
buildServer();
await import('../apps/api/dist/cli.js');
