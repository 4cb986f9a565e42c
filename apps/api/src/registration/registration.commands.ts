import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import type { WithDatabase } from '../accounts/account.commands.js';
import { linkOfMail } from '../accounts/challenges.js';
import { LinkTokens } from './link-tokens.js';

interface MailRow {
  id: string;
  writtenAt: Date;
  recipient: string;
  kind: string;
  /** Null where it is of no event. */
  slug: string | null;
  /** Null where organisers are written to. */
  registrationId: string | null;
  tokenVersion: number | null;
  facts: object;
  state: string;
  /** As it was sent. */
  subject: string | null;
  /** Of the mail server, or why it was dropped. */
  response: string | null;
}

export function registerRegistrationCommands(
  program: Command,
  withDatabase: WithDatabase,
  publicUrl: () => string,
): void {
  program
    .command('mail')
    .description('the outbox: who is to be written to, and the links that they are to get')
    .option('--event <slug>')
    .action((options: { event?: string }) =>
      withDatabase('mail', async (dataSource) => {
        const lines = await outbox(dataSource, publicUrl(), options.event ?? null);
        for (const line of lines.length > 0 ? lines : ['The outbox is empty.']) process.stdout.write(`${line}\n`);
      }),
    );
}

/** Each mail with its links, newest last. The links are made here: none rests in the database. */
export async function outbox(dataSource: DataSource, publicUrl: string, slug: string | null): Promise<string[]> {
  const tokens = new LinkTokens(dataSource, { publicUrl });
  const mails: MailRow[] = await dataSource.query(
    `SELECT m.id, m.written_at AS "writtenAt", m.recipient, m.kind, e.slug, r.id AS "registrationId",
            r.token_version AS "tokenVersion", m.facts, m.state, m.subject, m.response
       FROM outbox_mails m LEFT JOIN events e ON e.id = m.event_id
       LEFT JOIN registrations r ON r.id = m.registration_id
      WHERE $1::text IS NULL OR e.slug = $1 ORDER BY m.id`,
    [slug],
  );
  return Promise.all(
    mails.map(
      async ({
        writtenAt,
        recipient,
        kind,
        slug: event,
        registrationId,
        tokenVersion,
        facts,
        state,
        subject,
        response,
      }) => {
        const said = [subject, state === 'sent' ? null : response].filter((text) => text !== null);
        const head = [
          `${writtenAt.toISOString()} ${recipient} ${kind} ${state}`,
          ...said.map((text) => `  ${text}`),
        ].join('\n');
        const link = await linkOfMail(dataSource, publicUrl, facts);
        if (link !== null) return `${head}\n  ${link}`;
        if (event === null || registrationId === null || tokenVersion === null)
          return `${head}\n  ${JSON.stringify(facts)}`;
        const confirm = await tokens.make('confirm', registrationId, tokenVersion);
        const manage = await tokens.make('manage', registrationId, tokenVersion);
        return [
          head,
          `  confirm: ${publicUrl}/e/${event}/confirm#${confirm}`,
          `  manage:  ${publicUrl}/e/${event}/me#${manage}`,
        ].join('\n');
      },
    ),
  );
}
