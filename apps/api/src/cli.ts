import 'reflect-metadata';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { DataSource } from 'typeorm';
import { registerAccountCommands } from './accounts/account.commands.js';
import { writeMigration } from './migration-file.js';
import { openDatabase } from './open-database.js';
import { registerBackupCommands } from './platform/backup.commands.js';
import { checkDatabase } from './checks.js';
import { ConfigError, parseConfig, settings } from './platform/config.js';
import { createDataSource, schemaDrift } from './platform/database.js';
import { openEmbeddedDatabase } from './platform/embedded-postgres.js';
import { Problem } from './platform/problem.js';
import { registerProgrammeCommands } from './programme/programme.commands.js';
import { registerRegistrationCommands } from './registration/registration.commands.js';
import { schema } from './schema.js';

const program = new Command('kopa')
  .description('Administration of a Kopā server, while it runs or not.')
  .exitOverride();

/** Opens the server's database for one piece of work and closes it, whatever becomes of the work. */
async function withDatabase<T>(purpose: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const database = await openDatabase(parseConfig(process.env), { mode: 'share', purpose: `kopa ${purpose}` });
  try {
    return await work(database.dataSource);
  } finally {
    await database.close();
  }
}

// Exiting, unlike dying, stops an embedded database that this command started.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const print = (line: string): void => void process.stdout.write(`${line}\n`);

program
  .command('settings')
  .description('all settings with their meanings')
  .action(() => {
    for (const [name, { meaning, schema: form }] of Object.entries(settings)) {
      const byDefault = form.safeParse(undefined).data;
      print(`${name.padEnd(20)}${meaning}${byDefault === undefined ? '' : ` (${byDefault})`}`);
    }
  });

program
  .command('doctor')
  .description('check what must hold in the database; exits 1 and names what is wrong')
  .action(() =>
    withDatabase('doctor', async (dataSource) => {
      const findings = await checkDatabase(dataSource);
      for (const finding of findings) print(finding);
      print(findings.length === 0 ? 'All is well.' : `${findings.length} findings.`);
      if (findings.length > 0) process.exitCode = 1;
    }),
  );

program
  .command('drift')
  .description('check that migrations and entities agree; exits 1 and prints the statements that are missing')
  .action(() =>
    withDatabase('drift', async (dataSource) => {
      const statements = await schemaDrift(dataSource);
      for (const statement of statements) print(`${statement};`);
      print(
        statements.length === 0 ? 'Migrations and entities agree.' : `${statements.length} statements are missing.`,
      );
      if (statements.length > 0) process.exitCode = 1;
    }),
  );

program
  .command('migration:write <number> <name>', { hidden: true })
  .description('write a migration of what the entities have and the migrations have not, e.g. 0005 questions')
  .action(async (number: string, name: string) => {
    const folder = path.join(parseConfig(process.env).dataFolder, 'scratch');
    const embedded = await openEmbeddedDatabase(folder, {
      mode: 'own',
      purpose: 'kopa migration:write',
      durable: false,
    });
    const admin = createDataSource(embedded.url, { entities: [], migrations: [] });
    try {
      await admin.initialize();
      await admin.query('DROP SCHEMA public CASCADE');
      await admin.query('CREATE SCHEMA public');
      const scratch = createDataSource(embedded.url, schema);
      await scratch.initialize();
      await scratch.runMigrations();
      const file = path.resolve(import.meta.dirname, `../src/migrations/${number}-${name}.ts`);
      print(`${await writeMigration(scratch, file, number, name)} statements written to ${path.basename(file)}`);
      await scratch.destroy();
    } finally {
      await admin.destroy();
      await embedded.stop();
    }
  });

registerBackupCommands(program, withDatabase, checkDatabase);
registerAccountCommands(program, withDatabase, () => parseConfig(process.env));
registerProgrammeCommands(program, withDatabase);
registerRegistrationCommands(program, withDatabase, () => parseConfig(process.env).publicUrl);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    const isExpected = error instanceof ConfigError || error instanceof Problem;
    process.stderr.write(
      `${error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
