import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../apps/api/src/platform/database.js';
import { schema } from '../../apps/api/src/schema.js';

export interface TestDatabase {
  url: string;
  dataSource: DataSource;
  drop(): Promise<void>;
}

/** A database of its own for a test file, copied from the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env['KOPA_TEST_DATABASE'];
  if (template === undefined) throw new Error('the test database server was not started');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new URL(template);
  admin.pathname = '/postgres';
  await execute(admin.href, `CREATE DATABASE ${name} TEMPLATE kopa`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const dataSource = createDataSource(url.href, schema);
  await dataSource.initialize();
  return {
    url: url.href,
    dataSource,
    async drop() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await execute(admin.href, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Waits until so many of the database's sessions wait for a lock. */
export async function waitingForLocks({ dataSource }: TestDatabase, count: number): Promise<void> {
  for (;;) {
    const [{ waiting }]: [{ waiting: string }] = await dataSource.query(
      `SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (Number(waiting) >= count) return;
    await sleep(10);
  }
}
