import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config.js';
import type { Letter } from './letter.js';
import { faultOf, type Fault } from './attempts.js';

/** What became of an attempt to hand a letter to the mail server, with its own words. */
export type Handed = { fault: null; response: string } | { fault: Fault; response: string };

/** Connections of one process to the mail server. */
export const connections = 5;

/** The mail server of the settings. */
export class Smtp {
  private readonly transport;

  constructor(
    url: string,
    private readonly settings: Pick<Config, 'mailFrom' | 'mailReplyTo'>,
  ) {
    this.transport = nodemailer.createTransport({
      pool: true,
      url,
      maxConnections: connections,
      maxMessages: 500,
      // For a connection that the server had closed meanwhile; who hangs up again is left alone by the outbox, for longer.
      maxRequeues: 1,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    });
  }

  /** Never throws: what went wrong is in the answer. */
  async hand(letter: Letter, recipient: string, messageId: string, writtenAt: Date): Promise<Handed> {
    const { subject, html, text, language, enclosures, invitation, unsubscribe } = letter;
    try {
      // Made whole before it is handed over: written piece by piece a mail costs the process three times as much.
      const mail = new MailComposer({
        disableFileAccess: true,
        disableUrlAccess: true,
        from: this.settings.mailFrom,
        ...(this.settings.mailReplyTo === undefined ? {} : { replyTo: this.settings.mailReplyTo }),
        // Not as a text, in which a comma would make two of one.
        to: { name: '', address: recipient },
        subject,
        html,
        text,
        // Shorter for Latvian, and an eighth of the work.
        textEncoding: 'base64',
        messageId,
        date: writtenAt,
        headers: {
          // No holiday notices, please (RFC 3834; the second is what Exchange heeds).
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'Content-Language': language,
          ...(unsubscribe === undefined
            ? {}
            : {
                // Not to be folded: some take the address for what stands before the fold.
                'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }),
        },
        attachments: enclosures.map(({ cid, ...file }) => (cid === undefined ? file : { ...file, cid })),
        ...(invitation === undefined
          ? {}
          : { icalEvent: { method: invitation.method, content: invitation.content, filename: 'invite.ics' } }),
      }).compile();
      const { response } = await this.transport.sendMail({ envelope: mail.getEnvelope(), raw: await mail.build() });
      return { fault: null, response };
    } catch (error) {
      const said = error as Error & { code?: string; command?: string; responseCode?: number; response?: string };
      return { fault: faultOf(said), response: said.response ?? said.message };
    }
  }

  close(): void {
    this.transport.close();
  }
}
