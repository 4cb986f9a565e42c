import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDataSource } from '../../apps/api/src/platform/database.js';
import { openEmbeddedDatabase, type EmbeddedDatabase } from '../../apps/api/src/platform/embedded-postgres.js';
import { schema } from '../../apps/api/src/schema.js';

interface TestServer {
  database: EmbeddedDatabase;
  folder: string;
}

const shared = globalThis as { kopaTestServer?: TestServer };

/** One real PostgreSQL for the whole run (not durable), with a migrated template that each test file copies. */
export default async function setUp(): Promise<void> {
  if (shared.kopaTestServer) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-test-'));
  const database = await openEmbeddedDatabase(folder, { mode: 'own', purpose: 'tests', durable: false });
  shared.kopaTestServer = { database, folder };
  const template = createDataSource(database.url, schema);
  await template.initialize();
  await template.runMigrations();
  await template.destroy();
  process.env['KOPA_TEST_DATABASE'] = database.url;
}

export async function tearDown(): Promise<void> {
  const server = shared.kopaTestServer;
  if (!server) return;
  delete shared.kopaTestServer;
  await server.database.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
