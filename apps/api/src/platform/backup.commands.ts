import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { backUp, restore } from './backup.js';

type WithDatabase = <T>(purpose: string, work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

export function registerBackupCommands(
  program: Command,
  withDatabase: WithDatabase,
  check: (dataSource: DataSource) => Promise<string[]>,
): void {
  program
    .command('backup')
    .description('write the whole database to a file')
    .requiredOption('--out <file>')
    .action(({ out }: { out: string }) =>
      withDatabase('backup', async (dataSource) => {
        const { tables, rows } = await backUp(dataSource, out);
        process.stdout.write(`${rows} rows of ${tables} tables written to ${out}\n`);
      }),
    );
  program
    .command('restore')
    .argument('<file>')
    .description('replace the whole database by a backup; checked by doctor afterwards')
    .action((file: string) =>
      withDatabase('restore', async (dataSource) => {
        const { tables, rows } = await restore(dataSource, file);
        const findings = await check(dataSource);
        for (const finding of findings) process.stdout.write(`${finding}\n`);
        process.stdout.write(
          `${rows} rows of ${tables} tables restored; ${findings.length === 0 ? 'all is well' : `${findings.length} findings`}\n`,
        );
        if (findings.length > 0) process.exitCode = 1;
      }),
    );
}
