import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { role, type Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { Problem } from '../platform/problem.js';
import { createToken, parseDuration } from './tokens.js';

export type WithDatabase = <T>(purpose: string, work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

export function registerAccountCommands(program: Command, withDatabase: WithDatabase): void {
  program
    .command('token')
    .description('make an API token; prints the token alone')
    .requiredOption('--event <slug>')
    .requiredOption('--role <role>', 'owner, organiser, moderator, checkin or viewer')
    .option('--name <text>', 'what it is for', '')
    .option('--expires <time>', 'such as 30d, 12h or 90m')
    .action(async (options: { event: string; role: string; name: string; expires?: string }) => {
      const parsed = role.safeParse(options.role);
      if (!parsed.success)
        throw new Problem(422, 'input.invalid', `--role ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
      await withDatabase('token', async (dataSource) => {
        process.stdout.write(`${await makeToken(dataSource, { ...options, role: parsed.data })}\n`);
      });
    });
}

async function makeToken(
  dataSource: DataSource,
  { event: slug, role: held, name, expires }: { event: string; role: Role; name: string; expires?: string },
): Promise<string> {
  const lasts = expires === undefined ? null : parseDuration(expires);
  if (expires !== undefined && lasts === null)
    throw new Problem(422, 'input.invalid', '--expires must be like 30d, 12h or 90m');
  const event = await dataSource.manager.findOneBy(EventEntity, { slug });
  if (event === null) throw new Problem(404, 'event.unknown', `There is no event "${slug}".`);
  const at = new Date();
  const expiresAt = lasts === null ? null : new Date(at.getTime() + lasts);
  return createToken(dataSource.manager, { eventId: event.id, role: held, name, expiresAt, at });
}
