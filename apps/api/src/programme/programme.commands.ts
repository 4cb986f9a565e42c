import path from 'node:path';
import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';
import { StreamService } from '../live/stream.service.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { awaitServed } from '../platform/server-processes.js';
import { importSchedule, type ImportOptions } from './import-schedule.js';
import { ImportRefused } from './interchange/import-refused.js';
import { publishRelease, type ReleaseOutcome } from './release.js';

type WithDatabase = <T>(purpose: string, work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export function registerProgrammeCommands(program: Command, withDatabase: WithDatabase): void {
  program
    .command('import')
    .argument('<file or address>')
    .description('import a schedule into the draft of an event, which is created if need be')
    .requiredOption('--event <slug>')
    .option('--timezone <zone>', 'for files whose times have no offset')
    .option('--format <name>', 'auto, frab-xml or frab-json', 'auto')
    .option('--release', 'publish the draft afterwards', false)
    .option('--dry-run', 'only report', false)
    .option('--allow-removals', 'also when more than a fifth of the sessions would vanish', false)
    .action((source: string, options: ImportOptions & { release: boolean }) =>
      withDatabase('import', async (dataSource) => {
        try {
          const { eventId, report } = await importSchedule(dataSource, locate(source), options);
          print(
            `${report.read} read, ${report.created} created, ${report.changed} changed, ${report.unchanged} unchanged, ${report.removed} removed, ${report.rejected.length} rejected`,
          );
          if (report.created + report.changed + report.removed + report.frame.length === 0) print('Nothing changed.');
          for (const { where, reason } of report.rejected) print(`rejected ${where}: ${reason}`);
          for (const warning of report.warnings) print(`warning: ${warning}`);
          if (options.release && !options.dryRun) {
            await release(dataSource, {
              eventId,
              slug: options.event,
              name: `Import of ${new Date().toISOString().slice(0, 16)}Z`,
              message: '',
            });
          }
          if (report.rejected.length > 0) process.exitCode = report.rejected.length === report.read ? 1 : 2;
        } catch (error) {
          if (!(error instanceof ImportRefused) && !(error instanceof Problem)) throw error;
          process.stderr.write(`Nothing was imported: ${error.message}\n`);
          process.exitCode = 1;
        }
      }),
    );
  program
    .command('release')
    .description('publish the draft; the first release makes the event public')
    .requiredOption('--event <slug>')
    .requiredOption('--name <text>')
    .option('--message <text>', 'what it brings', '')
    .action(({ event, name, message }: { event: string; name: string; message: string }) =>
      withDatabase('release', async (dataSource) => {
        const found = await dataSource.manager.findOneBy(EventEntity, { slug: event });
        if (found === null) throw new Problem(404, 'event.unknown', `There is no event "${event}".`);
        await release(dataSource, { eventId: found.id, slug: event, name, message });
      }),
    );
}

/** npm runs commands in the project's folder: a relative path is meant from where it was called. */
function locate(source: string): string {
  return /^https?:/.test(source) ? source : path.resolve(process.env['INIT_CWD'] ?? '.', source);
}

/** Publishes the draft and returns when running servers serve it; says what it did. */
export async function release(
  dataSource: DataSource,
  order: { eventId: string; slug: string; name: string; message: string },
): Promise<ReleaseOutcome> {
  const streams = new StreamService(dataSource);
  const { eventId, slug, name, message } = order;
  const outcome = await transaction(dataSource, (manager) =>
    publishRelease(manager, streams, { eventId, name, message, choices: {}, at: new Date() }),
  );
  const { published, diff } = outcome;
  if (published === null) {
    print('The draft equals the newest release: nothing was published.');
    return outcome;
  }
  await awaitServed(dataSource, slug, published.seq);
  print(
    `Release ${published.number} is published at seq ${published.seq}: ${diff.added.length} added, ${diff.moved.length} moved, ${diff.changed.length} changed, ${diff.removed.length} removed.`,
  );
  return outcome;
}
