import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntityManager, type EntitySchema, type MigrationInterface, QueryFailedError } from 'typeorm';
import { Problem } from './problem.js';

export interface Schema {
  entities: (EntitySchema | (new () => object))[];
  migrations: (new () => MigrationInterface)[];
}

export interface DatabaseOptions {
  poolSize?: number;
  /** Shows in pg_stat_activity. */
  applicationName?: string;
}

/** A data source on PostgreSQL; the schema changes by migrations only. Not yet connected. */
export function createDataSource(
  url: string,
  { entities, migrations }: Schema,
  options: DatabaseOptions = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName ?? 'kopa',
    connectTimeoutMS: 5_000,
    extra: { options: '-c TimeZone=UTC', idle_in_transaction_session_timeout: 60_000 },
  });
}

const deadlock = '40P01';
const serialisationFailure = '40001';
const lockTimeout = '55P03';

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const cause: unknown = error.driverError;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined;
}

/** Thrown in a transaction that found the ground moved under it: it is retried whole, as after a deadlock. */
export class TryAgain extends Error {}

/**
 * Runs `work` in a transaction that waits at most 3 s for a lock (Problem 503 `busy`, to be tried again) and is retried
 * whole, up to three times, when it falls to a deadlock.
 */
export async function transaction<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  return retried(() =>
    dataSource.transaction(async (manager) => {
      await manager.query("SET LOCAL lock_timeout = '3s'");
      return work(manager);
    }),
  );
}

/** Does something that is a transaction of its own, again when it falls to a deadlock, up to three times. */
export async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  const busy = (): Problem => new Problem(503, 'busy', 'Too many changes at once: try again in a moment.');
  for (let again = 0; ; again += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = codeOf(error);
      if (code === lockTimeout) throw busy();
      if (code !== deadlock && code !== serialisationFailure && !(error instanceof TryAgain)) throw error;
      if (again >= 3) throw busy();
      await sleep(10 * 2 ** again);
    }
  }
}

/** The statements that would make the database equal to the entities: none when they agree. */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query).filter((query) => !query.includes('CREATE EXTENSION'));
}
