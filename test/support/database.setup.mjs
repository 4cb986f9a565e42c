// Before the tests: one real PostgreSQL for the whole run (not durable), with a migrated template that each test file
// copies. Jest does not map imports of global set-ups, so this uses the built server.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { createDataSource } from '../../apps/api/dist/platform/database.js';
import { openEmbeddedDatabase } from '../../apps/api/dist/platform/embedded-postgres.js';
import { schema } from '../../apps/api/dist/schema.js';

export default async function setUp() {
  if (globalThis.kopaTestServer) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-test-'));
  // PostgreSQL runs as another user when the tests run as root, and must be able to pass.
  chmodSync(folder, 0o711);
  const database = await openEmbeddedDatabase(folder, { mode: 'own', purpose: 'tests', durable: false });
  globalThis.kopaTestServer = { database, folder };
  const template = createDataSource(database.url, schema);
  await template.initialize();
  await template.runMigrations();
  await template.destroy();
  process.env.KOPA_TEST_DATABASE = database.url;
}

export async function tearDown() {
  const server = globalThis.kopaTestServer;
  if (!server) return;
  delete globalThis.kopaTestServer;
  await server.database.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
