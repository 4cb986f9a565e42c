import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { createConsoleLink } from './accounts/login.service.js';
import { AppModule } from './app.module.js';
import { createApp } from './create-app.js';
import { openDatabase } from './open-database.js';
import { ConfigError, parseConfig } from './platform/config.js';
import { DatabaseHeld } from './platform/embedded-postgres.js';
import { Readiness } from './platform/health.controller.js';
import { createLogger } from './platform/logging.js';
import { registerProcess } from './platform/server-processes.js';
import { loadDemo } from './programme/load-demo.js';

const { values: flags } = parseArgs({
  options: { 'no-demo': { type: 'boolean', default: false }, 'demo-day': { type: 'string' } },
});

/** Requests under way when the server is told to stop have this long. */
const drainMilliseconds = 5_000;

async function start(): Promise<void> {
  // Until there is something to drain; exiting, unlike dying, stops the embedded database.
  const exitAtOnce = (): void => process.exit(0);
  process.on('SIGTERM', exitAtOnce).on('SIGINT', exitAtOnce);
  const config = parseConfig(process.env);
  const logger = createLogger(config.logLevel);
  const demoDay = flags['demo-day'] === undefined ? null : Number(flags['demo-day']);
  if (demoDay !== null && ![1, 2, 3].includes(demoDay)) throw new ConfigError(['--demo-day: must be 1, 2 or 3']);

  const database = await openDatabase(config, { mode: 'own', purpose: `server on port ${config.port}` });
  const { dataSource } = database;
  const isLoaded = !flags['no-demo'] && (await loadDemo(dataSource, { day: demoDay, now: new Date() }));
  if (demoDay !== null && !isLoaded)
    logger.warn('--demo-day has no effect: the demo is loaded into an empty database only');

  const app = await createApp(AppModule.with(config, dataSource), logger, { proxies: config.proxies });
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'draining');
    app.get(Readiness).draining = true;
    await unregister();
    // A request that never ends would hold the stop, and with it the database, for ever.
    setTimeout(() => app.getHttpServer().closeAllConnections(), drainMilliseconds).unref();
    await app.close();
    await database.close();
    logger.info('stopped');
    process.exit(0);
  };
  let unregister = (): Promise<void> => Promise.resolve();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.off(signal, exitAtOnce);
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        logger.fatal({ err: error }, 'the shutdown failed');
        process.exit(1);
      });
    });
  }

  await app.listen(config.port, config.host);
  const { port } = new URL(await app.getUrl());
  const reachedAt = config.processUrl ?? `http://${reachableHost(config.host)}:${port}`;
  unregister = await registerProcess(dataSource, reachedAt, logger);
  const publicUrl = config.publicUrl.replace(/:0$/, `:${port}`);
  if (config.rateLimit === 'off') logger.warn('KOPA_RATE_LIMIT is off: for load tests only');
  if (!publicUrl.startsWith('https:')) logger.warn('the public address is http: cookies travel without Secure');
  const link = await createConsoleLink(dataSource.manager, publicUrl, new Date());
  process.stdout.write(`\nKopā is at ${publicUrl}\nSign in as organiser (once, within 10 minutes): ${link}\n\n`);
}

/** Where this machine reaches a server that listens on `host`: every address includes the loopback. */
function reachableHost(host: string): string {
  if (host === '' || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

start().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof DatabaseHeld) process.stderr.write(`${error.message}\n`);
  else
    process.stderr.write(
      `Kopā could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(1);
});
