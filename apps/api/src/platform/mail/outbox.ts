import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Mail, MailContent, MailQuery } from '@kopa/contracts';
import { audit } from '../audit.js';
import { Clock } from '../clock.js';
import { transaction } from '../database.js';
import { Problem } from '../problem.js';
import { Composers } from './composers.js';
import { isDropped, type WrittenMail } from './letter.js';
import { MailSender } from './mail-sender.js';

const columns = `m.id, m.kind, m.recipient, r.code AS registration, m.locale, m.state, m.written_at AS "writtenAt", m.attempts,
  m.due_at AS "dueAt", m.sent_at AS "sentAt", m.response, m.subject`;

type MailRow = Omit<Mail, 'writtenAt' | 'dueAt' | 'sentAt'> & { writtenAt: Date; dueAt: Date; sentAt: Date | null };

/** The outbox of an event as its organisers read it. */
@Injectable()
export class Outbox {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Mails, the newest first, those written before `after`; one query, however many. */
  async list(
    eventId: string,
    { limit, after, state, kind, registration, message }: MailQuery,
  ): Promise<{ items: Mail[]; next: string | null }> {
    const rows: MailRow[] = await this.dataSource.query(
      `SELECT ${columns} FROM outbox_mails m LEFT JOIN registrations r ON r.id = m.registration_id
        WHERE m.event_id = $1 AND ($2::bigint IS NULL OR m.id < $2) AND ($3::text IS NULL OR m.state = $3)
          AND ($4::text IS NULL OR m.kind = $4) AND ($5::text IS NULL OR r.code = $5)
          AND ($6::bigint IS NULL OR m.of_message = $6)
        ORDER BY m.id DESC LIMIT $7`,
      [eventId, after ?? null, state ?? null, kind ?? null, registration ?? null, message ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map(mailOf);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** What a mail says, made as it would be now. Problem 404 `mail.unknown`. */
  async content(eventId: string, id: string): Promise<MailContent> {
    const [mail]: WrittenMail[] = await this.dataSource.query(
      `SELECT id, event_id AS "eventId", registration_id AS "registrationId", written_at AS "writtenAt", recipient, locale,
              kind, facts, attempts FROM outbox_mails WHERE event_id = $1 AND id = $2`,
      [eventId, id],
    );
    if (mail === undefined) throw unknown(id);
    const composed = await this.composers.prepare([mail])(mail);
    if (isDropped(composed)) return { subject: '', text: '', html: '', files: [], dropped: composed.dropped };
    const { subject, enclosures } = composed;
    // Else who may read mail could sign in as somebody who may more.
    const [text, html] = [composed.text, composed.html].map((said) =>
      composed.secret === undefined ? said : said.replaceAll(composed.secret, '•••'),
    ) as [string, string];
    // In a browser there is no mail to refer to.
    const shown = enclosures.reduce(
      (said, { cid, contentType, content }) =>
        cid === undefined
          ? said
          : said.replaceAll(`cid:${cid}`, `data:${contentType};base64,${Buffer.from(content).toString('base64')}`),
      html,
    );
    const files = enclosures.flatMap(({ cid, filename, contentType, content }) =>
      cid === undefined
        ? [{ name: filename, type: contentType.split(';')[0] ?? '', bytes: Buffer.byteLength(content) }]
        : [],
    );
    return { subject, text, html: shown, files, dropped: null };
  }

  /**
   * Sends again what was refused or given up, as when the address works now. Problems: 404 `mail.unknown`, 409
   * `mail.due` for one that waits or was sent.
   */
  async retry(eventId: string, id: string, who: string): Promise<Mail> {
    const at = this.clock.now();
    const mail = await transaction(this.dataSource, async (manager) => {
      const [changed] = await manager.query<[unknown[], number]>(
        `UPDATE outbox_mails SET state = 'due', due_at = $3, attempts = 0, response = NULL
          WHERE event_id = $1 AND id = $2 AND state IN ('refused', 'given-up') RETURNING id`,
        [eventId, id, at],
      );
      const found = await read(manager, eventId, id);
      if (changed.length === 0)
        throw new Problem(
          409,
          'mail.due',
          `This mail is ${found.state}: only what was refused or given up is sent again.`,
        );
      await audit(manager, { eventId, at, who, action: 'mail.retried', subject: `mail ${id}` });
      return found;
    });
    this.sender.wake();
    return mail;
  }
}

const unknown = (id: string): Problem => new Problem(404, 'mail.unknown', `There is no mail ${id}.`);

async function read(manager: EntityManager, eventId: string, id: string): Promise<Mail> {
  const [row]: MailRow[] = await manager.query(
    `SELECT ${columns} FROM outbox_mails m LEFT JOIN registrations r ON r.id = m.registration_id
      WHERE m.event_id = $1 AND m.id = $2`,
    [eventId, id],
  );
  if (row === undefined) throw unknown(id);
  return mailOf(row);
}

const mailOf = ({ writtenAt, dueAt, sentAt, ...row }: MailRow): Mail => ({
  ...row,
  writtenAt: writtenAt.toISOString(),
  dueAt: row.state === 'due' ? dueAt.toISOString() : null,
  sentAt: sentAt?.toISOString() ?? null,
});
