import type { DataSource } from 'typeorm';
import type { Config } from './platform/config.js';
import { createDataSource } from './platform/database.js';
import { openEmbeddedDatabase } from './platform/embedded-postgres.js';
import { schema } from './schema.js';

export interface OpenDatabase {
  dataSource: DataSource;
  close(): Promise<void>;
}

/** Connects to the configured database, or to the embedded one (started if need be), and brings its schema up to date. */
export async function openDatabase(
  config: Config,
  options: { mode: 'own' | 'share'; purpose: string },
): Promise<OpenDatabase> {
  const embedded = config.databaseUrl === undefined ? await openEmbeddedDatabase(config.dataFolder, options) : null;
  const url = embedded?.url ?? config.databaseUrl ?? '';
  const dataSource = createDataSource(url, schema, {
    poolSize: config.databasePool,
    applicationName: `kopa ${options.purpose}`,
  });
  try {
    await dataSource.initialize();
    // Of several processes that start at once, one migrates.
    const runner = dataSource.createQueryRunner();
    await runner.query(`SELECT pg_advisory_lock(hashtextextended('kopa migrations', 0))`);
    try {
      await dataSource.runMigrations();
    } finally {
      await runner.query(`SELECT pg_advisory_unlock(hashtextextended('kopa migrations', 0))`);
      await runner.release();
    }
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await embedded?.stop();
    throw error;
  }
  return {
    dataSource,
    async close() {
      await dataSource.destroy();
      await embedded?.stop();
    },
  };
}
