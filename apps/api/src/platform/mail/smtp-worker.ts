// Makes mails and hands them to the mail server in a thread of its own: the MIME parts, the dots of SMTP and its many
// small packets would cost sockets and requests of the process their turn. Imports only packages, so that it also runs
// as the source that it is.
import { Buffer } from 'node:buffer';
import { parentPort, workerData } from 'node:worker_threads';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from './letter.js';

export interface SmtpSettings {
  url: string;
  from: string;
  replyTo: string | undefined;
  connections: number;
}

/** A letter on its way to somebody; `key` is told again with what became of it. */
export interface Order {
  key: number;
  letter: Omit<Letter, 'secret'>;
  recipient: string;
  messageId: string;
  writtenAt: Date;
}

/** What became of an order: the server's words, or what nodemailer says of the failure. */
export type Outcome =
  | { key: number; response: string }
  | { key: number; error: { message: string; code?: string; command?: string; responseCode?: number } };

const settings = workerData as SmtpSettings;
const transport = nodemailer.createTransport({
  pool: true,
  url: settings.url,
  maxConnections: settings.connections,
  maxMessages: 500,
  // For a connection that the server had closed meanwhile; who hangs up again is left alone by the outbox, for longer.
  maxRequeues: 1,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
});

async function hand({ letter, recipient, messageId, writtenAt }: Order): Promise<string> {
  const { subject, html, text, language, enclosures, invitation, unsubscribe } = letter;
  // Made whole before it is handed over: written piece by piece a mail costs three times as much.
  const mail = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    from: settings.from,
    ...(settings.replyTo === undefined ? {} : { replyTo: settings.replyTo }),
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
    attachments: enclosures.map(({ cid, content, ...file }) => ({
      ...file,
      // What was a Buffer comes as bare bytes out of a message.
      content: typeof content === 'string' ? content : Buffer.from(content),
      ...(cid === undefined ? {} : { cid }),
    })),
    ...(invitation === undefined
      ? {}
      : { icalEvent: { method: invitation.method, content: invitation.content, filename: 'invite.ics' } }),
  }).compile();
  const { response } = await transport.sendMail({ envelope: mail.getEnvelope(), raw: await mail.build() });
  return response;
}

async function outcomeOf(order: Order): Promise<Outcome> {
  try {
    return { key: order.key, response: await hand(order) };
  } catch (error) {
    const { message, response, code, command, responseCode } = error as Error & {
      code?: string;
      command?: string;
      responseCode?: number;
      response?: string;
    };
    return {
      key: order.key,
      error: {
        message: response ?? message,
        ...(code === undefined ? {} : { code }),
        ...(command === undefined ? {} : { command }),
        ...(responseCode === undefined ? {} : { responseCode }),
      },
    };
  }
}

parentPort?.on('message', (order: Order) => void outcomeOf(order).then((outcome) => parentPort?.postMessage(outcome)));
