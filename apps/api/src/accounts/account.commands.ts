import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { memberInvitation, role, type Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import type { Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { challengeLink, secretOfChallenge } from './challenges.js';
import { inviteOrganiser } from './members.js';
import { resetSecondFactor } from './second-factor-reset.js';
import { createToken, parseDuration } from './tokens.js';

export type WithDatabase = <T>(purpose: string, work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

export function registerAccountCommands(
  program: Command,
  withDatabase: WithDatabase,
  config: () => Pick<Config, 'publicUrl' | 'smtpUrl'>,
): void {
  program
    .command('organiser')
    .description('invite somebody to organise an event; prints the link when no mail server is set')
    .requiredOption('--email <address>')
    .requiredOption('--event <slug>')
    .requiredOption('--role <role>', 'owner, organiser, moderator, checkin or viewer')
    .option('--name <text>', 'what they are called', '')
    .action(async ({ event: slug, ...given }: { event: string; email: string; role: string; name: string }) => {
      const parsed = memberInvitation.safeParse(given);
      if (!parsed.success) {
        const [{ path: [field = ''], message } = { path: [], message: 'is not valid' }] = parsed.error.issues;
        throw new Problem(422, 'input.invalid', `--${String(field)} ${message}`);
      }
      const { publicUrl, smtpUrl } = config();
      await withDatabase('organiser', async (dataSource) => {
        const event = await eventOf(dataSource, slug);
        const order = { ...parsed.data, eventId: event.id, locale: event.languages[0] ?? 'en', at: new Date() };
        const id = await inviteOrganiser(dataSource, { ...order, who: 'console' });
        const link = challengeLink(publicUrl, 'invite', await secretOfChallenge(dataSource, id));
        process.stdout.write(smtpUrl === undefined ? `${link}\n` : `The server writes to ${parsed.data.email}.\n`);
      });
    });
  program
    .command('reset-second-factor')
    .description(
      'take away the second factor of somebody who lost device and recovery codes; signs them out everywhere',
    )
    .requiredOption('--email <address>')
    .action(async ({ email: given }: { email: string }) => {
      const email = given.trim().toLowerCase();
      await withDatabase('reset-second-factor', async (dataSource) => {
        const ended = await resetSecondFactor(dataSource, { email, at: new Date() });
        process.stdout.write(
          `The second factor of ${email} is off; ended login sessions: ${ended}. They are written to.\n`,
        );
      });
    });
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
  const event = await eventOf(dataSource, slug);
  const at = new Date();
  const expiresAt = lasts === null ? null : new Date(at.getTime() + lasts);
  return createToken(dataSource.manager, { eventId: event.id, role: held, name, expiresAt, at });
}

async function eventOf(dataSource: DataSource, slug: string): Promise<EventEntity> {
  const event = await dataSource.manager.findOneBy(EventEntity, { slug });
  if (event === null) throw new Problem(404, 'event.unknown', `There is no event "${slug}".`);
  return event;
}
