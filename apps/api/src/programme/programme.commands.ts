import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { DataSource } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';
import { StreamService } from '../live/stream.service.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { awaitServed } from '../platform/server-processes.js';
import { importSchedule, type ImportOptions } from './import-schedule.js';
import { ImportRefused } from './interchange/import-refused.js';
import { compareDraft, publishRelease, type ReleaseOutcome } from './release.js';

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
    .option('--keep <side>', 'where a slot was changed live too: "live" or "draft"', readSide)
    .option('--dry-run', 'only report', false)
    .option('--allow-removals', 'also when more than a fifth of the sessions would vanish', false)
    .action((source: string, options: ImportOptions & { release: boolean; keep?: Side }) =>
      withDatabase('import', async (dataSource) => {
        const done = await importing(dataSource, source, options);
        if (done === null) return;
        if (options.release && !options.dryRun) {
          const name = `Import of ${new Date().toISOString().slice(0, 16)}Z`;
          await releasing(dataSource, { ...done, slug: options.event, name, message: '', keep: options.keep });
        }
      }),
    );
  program
    .command('release')
    .description('publish the draft; the first release makes the event public')
    .requiredOption('--event <slug>')
    .requiredOption('--name <text>')
    .option('--message <text>', 'what it brings', '')
    .option('--keep <side>', 'where a slot was changed live too: "live" or "draft"', readSide)
    .action(({ event, ...options }: { event: string; name: string; message: string; keep?: Side }) =>
      withDatabase('release', async (dataSource) => {
        const found = await dataSource.manager.findOneBy(EventEntity, { slug: event });
        if (found === null) throw new Problem(404, 'event.unknown', `There is no event "${event}".`);
        await releasing(dataSource, { ...options, eventId: found.id, slug: event, keep: options.keep });
      }),
    );
}

type Side = 'live' | 'draft';

function readSide(text: string): Side {
  if (text !== 'live' && text !== 'draft') throw new InvalidArgumentError('It is "live" or "draft".');
  return text;
}

/** Imports and says what it did; null when nothing could be. Exit codes: 0, 1 for nothing, 2 for rejected rows. */
async function importing(
  dataSource: DataSource,
  source: string,
  options: ImportOptions,
): Promise<{ eventId: string } | null> {
  try {
    const { eventId, report } = await importSchedule(dataSource, locate(source), options);
    const { read, created, changed, unchanged, removed, rejected, frame, warnings } = report;
    print(
      `${read} read, ${created} created, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${rejected.length} rejected`,
    );
    if (created + changed + removed + frame.length === 0) print('Nothing changed.');
    for (const { where, reason } of rejected) print(`rejected ${where}: ${reason}`);
    for (const { text } of warnings) print(`warning: ${text}`);
    if (rejected.length > 0) process.exitCode = rejected.length === read ? 1 : 2;
    return { eventId };
  } catch (error) {
    if (!(error instanceof ImportRefused) && !(error instanceof Problem)) throw error;
    process.stderr.write(`Nothing was imported: ${error.message}\n`);
    process.exitCode = 1;
    return null;
  }
}

/** npm runs commands in the project's folder: a relative path is meant from where it was called. */
function locate(source: string): string {
  return /^https?:/.test(source) ? source : path.resolve(process.env['INIT_CWD'] ?? '.', source);
}

interface ReleaseWords {
  eventId: string;
  slug: string;
  name: string;
  message: string;
  keep: Side | undefined;
}

/**
 * Publishes the draft and returns when running servers serve it; says what it did. Slots that were changed live too are
 * listed and nothing is published, unless `keep` says which side wins.
 */
async function releasing(dataSource: DataSource, { eventId, slug, name, message, keep }: ReleaseWords): Promise<void> {
  const streams = new StreamService(dataSource);
  const publish = (choices: Record<string, Side>): Promise<ReleaseOutcome> =>
    transaction(dataSource, (manager) =>
      publishRelease(manager, streams, { eventId, name, message, choices, at: new Date() }),
    );
  try {
    const needed = keep === undefined ? [] : (await compareDraft(dataSource.manager, eventId)).diff.choicesNeeded;
    const { published, diff } = await publish(Object.fromEntries(needed.map(({ slot }) => [slot, keep ?? 'live'])));
    if (published === null) {
      print('The draft equals the newest release: nothing was published.');
      return;
    }
    await awaitServed(dataSource, slug, published.seq);
    const { added, moved, changed, removed } = diff;
    print(
      `Release ${published.number} is published at seq ${published.seq}: ${added.length} added, ${moved.length} moved, ${changed.length} changed, ${removed.length} removed.`,
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`Nothing was released: ${error.message}\n`);
    const { choicesNeeded } = error.extra as { choicesNeeded?: { session: string; slot: string }[] };
    for (const { session, slot } of choicesNeeded ?? []) process.stderr.write(`  ${session} (slot ${slot})\n`);
    if (choicesNeeded !== undefined)
      process.stderr.write('Say --keep live or --keep draft, or choose for each slot over HTTP.\n');
    process.exitCode = 1;
  }
}
