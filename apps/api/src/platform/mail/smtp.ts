import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config.js';
import type { Letter } from './letter.js';
import { faultOf, type Fault } from './attempts.js';
import type { Order, Outcome, SmtpSettings } from './smtp-worker.js';

/** What became of an attempt to hand a letter to the mail server, with its own words. */
export type Handed = { fault: null; response: string } | { fault: Fault; response: string };

/** Connections of one process to the mail server. */
export const connections = 5;

// Beside this file, as the source or as what was built of it.
const thread = path.join(import.meta.dirname, `smtp-worker${path.extname(import.meta.filename)}`);

/** The mail server of the settings, spoken to by a thread that begins with the first letter. */
export class Smtp {
  private readonly settings: SmtpSettings;
  private readonly waiting = new Map<number, (outcome: Handed) => void>();
  private worker: Worker | null = null;
  private lastKey = 0;

  constructor(url: string, { mailFrom, mailReplyTo }: Pick<Config, 'mailFrom' | 'mailReplyTo'>) {
    this.settings = { url, from: mailFrom, replyTo: mailReplyTo, connections };
  }

  /** Never throws: what went wrong is in the answer. */
  hand({ secret: _, ...letter }: Letter, recipient: string, messageId: string, writtenAt: Date): Promise<Handed> {
    const key = (this.lastKey += 1);
    this.worker ??= this.begin();
    this.worker.postMessage({ key, letter, recipient, messageId, writtenAt } satisfies Order);
    return new Promise((resolve) => this.waiting.set(key, resolve));
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private begin(): Worker {
    const worker = new Worker(thread, { workerData: this.settings });
    worker.on('message', (outcome: Outcome) => {
      const { key } = outcome;
      const tell = this.waiting.get(key);
      this.waiting.delete(key);
      if ('response' in outcome) tell?.({ fault: null, response: outcome.response });
      else tell?.({ fault: faultOf(outcome.error), response: outcome.error.message });
    });
    // A thread that ends of itself takes what it had with it; the next letter begins another.
    let why = 'the thread that sends mail has ended';
    worker.on('error', (error) => (why = String(error)));
    worker.on('exit', () => {
      this.worker = null;
      for (const tell of this.waiting.values()) tell({ fault: 'server', response: why });
      this.waiting.clear();
    });
    return worker;
  }
}
