// `npm start`: builds what is not built, then runs the server in this same process.
import { buildServer, buildWeb, demandNode24 } from './build.mjs';

demandNode24();
buildServer();
buildWeb();
await import('../apps/api/dist/main.js');
