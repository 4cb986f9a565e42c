import { setTimeout as sleep } from 'node:timers/promises';
import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Counter, register } from 'prom-client';
import { DataSource } from 'typeorm';
import type { MailState } from '@kopa/contracts';
import { Beat } from '../beat.js';
import { Clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { minutesToNextAttempt } from './attempts.js';
import { Composers } from './composers.js';
import { isDropped, type WrittenMail } from './letter.js';
import { connections, Smtp } from './smtp.js';

const everyMilliseconds = 1_000;
const atOnce = 100;
/** Who claims mails has them for so long: longer than an attempt can take, so that nobody else sends them meanwhile. */
const leaseMinutes = 10;

/** How long a mail server that takes nothing is left alone. */
const minutesBetweenLooks = 1;

/** What became of mails within so short a time is written together: a commit each would cost as much as sending them. */
const gatheringMilliseconds = 25;

/** Between two mails of one process: 10,000 are handed over in 50 s, and nobody else waits for longer than one takes. */
const spacingMilliseconds = 3;

/** What became of a mail, as it is written to its row. */
interface Outcome {
  id: string;
  state: MailState;
  due_at: string | null;
  sent_at: string | null;
  subject: string | null;
  message_id: string | null;
  response: string;
  /** Whether it was tried at all. */
  is_tried: boolean;
}

/**
 * Sends what is due in the outbox. Every process does; each claims mails for itself by setting their time ahead, so that
 * those of a process that dies come due again. Without a mail server they all stay in the outbox.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(MailSender.name);
  private readonly smtp: Smtp | null;
  private readonly beat = new Beat(
    () => this.sendAll(),
    (error) => this.log.error(`mail could not be sent: ${String(error)}`),
  );
  private isStopping = false;
  private lastTurn = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.smtp = config.smtpUrl === undefined ? null : new Smtp(config.smtpUrl, config);
  }

  onApplicationBootstrap(): void {
    if (this.smtp !== null) this.beat.start(everyMilliseconds);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.beat.stop();
    await this.smtp?.close();
  }

  /** Looks at once; whoever wrote a mail calls it after the commit. */
  wake(): void {
    if (this.smtp !== null) this.beat.wake();
  }

  /** Sends all that is due; resolves when nothing is, or the mail server takes nothing. */
  run(): Promise<void> {
    return this.beat.run();
  }

  private async sendAll(): Promise<void> {
    const { smtp } = this;
    if (smtp === null) return;
    for (;;) {
      const mails = await this.claim();
      const isWorking = await this.send(smtp, mails);
      if (mails.length < atOnce || !isWorking || this.isStopping) return;
    }
  }

  /** Sockets and requests come first: between two mails everything else has its turn. */
  private turn(): Promise<void> {
    this.lastTurn = this.lastTurn.then(() => sleep(spacingMilliseconds));
    return this.lastTurn;
  }

  private async claim(): Promise<WrittenMail[]> {
    const now = this.clock.now();
    return this.dataSource.query(
      `WITH claimed AS (
         UPDATE outbox_mails SET due_at = $2, attempts = attempts + 1
          WHERE id IN (SELECT id FROM outbox_mails WHERE state = 'due' AND due_at <= $1 AND kind = ANY($4)
                          -- Who is written to by a deleted event would find nothing.
                          AND (event_id IS NULL OR event_id NOT IN (SELECT id FROM events WHERE state = 'deleted'))
                        ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, event_id AS "eventId", registration_id AS "registrationId", written_at AS "writtenAt", recipient,
                   locale, kind, facts, attempts
       )
       SELECT * FROM claimed ORDER BY id`,
      [now, new Date(now.getTime() + leaseMinutes * 60_000), atOnce, this.composers.kinds],
    );
  }

  /** @returns false when the mail server itself is at fault: what was not tried by then is as if it never was. */
  private async send(smtp: Smtp, mails: WrittenMail[]): Promise<boolean> {
    const compose = this.composers.prepare(mails);
    const outcomes = new Outcomes(this.dataSource);
    const met: { fault?: string } = {};
    const left = mails.values();
    const sendTheirs = async (): Promise<void> => {
      for (const mail of left) {
        await this.turn();
        if (met.fault !== undefined) {
          outcomes.add(this.handedBack(mail, met.fault));
          continue;
        }
        const composed = await compose(mail).catch((error: unknown) => {
          this.log.error(`mail ${mail.id} (${mail.kind}) could not be composed: ${String(error)}`);
          return error instanceof Error ? error : new Error(String(error));
        });
        if (composed instanceof Error) outcomes.add(this.failed(mail, composed.message));
        else if (isDropped(composed))
          outcomes.add({ ...nothing, id: mail.id, state: 'dropped', response: composed.dropped });
        else {
          const messageId = messageIdOf(mail, this.config.publicUrl);
          const { fault, response } = await smtp.hand(composed, mail.recipient, messageId, mail.writtenAt);
          if (fault === 'server') {
            met.fault = response;
            this.log.warn(`the mail server takes no mail: ${response}`);
          }
          const said = { subject: composed.subject, message_id: messageId };
          if (fault === null)
            outcomes.add({
              ...nothing,
              ...said,
              id: mail.id,
              state: 'sent',
              sent_at: this.clock.now().toISOString(),
              response,
            });
          else if (fault === 'refused') outcomes.add({ ...nothing, ...said, id: mail.id, state: 'refused', response });
          else outcomes.add({ ...this.failed(mail, response), ...said });
        }
      }
    };
    await Promise.all(Array.from({ length: connections }, sendTheirs));
    await outcomes.written();
    return met.fault === undefined;
  }

  /** Not tried: it may be another mail that the server hangs up on. */
  private handedBack({ id }: WrittenMail, response: string): Outcome {
    return { ...nothing, id, state: 'due', due_at: this.inMinutes(minutesBetweenLooks), response, is_tried: false };
  }

  private inMinutes(minutes: number): string {
    return new Date(this.clock.now().getTime() + minutes * 60_000).toISOString();
  }

  /** Tried again later, or given up. */
  private failed({ id, attempts }: WrittenMail, response: string): Outcome {
    const wait = minutesToNextAttempt(attempts);
    if (wait === null) return { ...nothing, id, state: 'given-up', response };
    return { ...nothing, id, state: 'due', due_at: this.inMinutes(wait), response };
  }
}

const nothing = { due_at: null, sent_at: null, subject: null, message_id: null, is_tried: true } as const;

/**
 * The Message-ID of a mail (RFC 5322 section 3.6.4): always the same, so that one that was sent twice is recognised. With
 * the time it was written, as a restored backup gives ids anew.
 */
export function messageIdOf({ id, writtenAt }: Pick<WrittenMail, 'id' | 'writtenAt'>, publicUrl: string): string {
  return `<mail-${id}.${writtenAt.getTime().toString(36)}@${new URL(publicUrl).hostname}>`;
}

/** Writes outcomes soon after they are known: what is not written when a process dies is sent again. */
class Outcomes {
  private waiting: Outcome[] = [];
  private writing: Promise<void> | null = null;
  private error: unknown = null;

  constructor(private readonly dataSource: DataSource) {}

  add(outcome: Outcome): void {
    this.waiting.push(outcome);
    this.writing ??= this.write().finally(() => {
      this.writing = null;
    });
  }

  async written(): Promise<void> {
    while (this.writing !== null) await this.writing;
    if (this.error !== null) throw this.error as Error;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      await sleep(gatheringMilliseconds);
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.dataSource.query(
          `UPDATE outbox_mails m SET state = o.state, due_at = coalesce(o.due_at, m.due_at), sent_at = o.sent_at,
                  subject = coalesce(o.subject, m.subject), message_id = coalesce(o.message_id, m.message_id),
                  response = left(o.response, 1000), attempts = m.attempts - (NOT o.is_tried)::int
             FROM jsonb_to_recordset($1::jsonb) AS o(id bigint, state text, due_at timestamptz, sent_at timestamptz,
                  subject text, message_id text, response text, is_tried boolean)
            WHERE m.id = o.id AND m.state = 'due'`,
          [JSON.stringify(batch)],
        );
        for (const { state } of batch) counted().inc({ state: state === 'due' ? 'deferred' : state });
      } catch (error) {
        // Their lease ends, and they are sent again under the same Message-ID.
        this.error = error;
      }
    }
  }
}

function counted(): Counter<'state'> {
  const name = 'kopa_mails_total';
  const known = register.getSingleMetric(name);
  if (known !== undefined) return known as Counter<'state'>;
  return new Counter({ name, help: 'Attempts to send a mail, by what became of them', labelNames: ['state'] });
}
