import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  messageHoldSeconds,
  type MessageOrder,
  type MessagePreview,
  type MessagesQuery,
  type MessageTest,
  type MessageVersions,
  type PeopleMessage,
} from '@kopa/contracts';
import { audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { transaction } from '../../platform/database.js';
import { once } from '../../platform/idempotency.js';
import { MailSender } from '../../platform/mail/mail-sender.js';
import { invalidInput, Problem } from '../../platform/problem.js';
import { Presents, type Present } from '../../registration/present.js';
import { checkSegment, segmentCondition } from '../../registration/segment.js';
import { LinksOf } from '../letters/links.js';
import { pageHtml } from '../letters/page.js';
import { readerOf } from '../letters/reader.js';
import { messagePage, versionFor } from './message-letter.js';
import type { PeopleMessageEntity } from './people-message.entity.js';

/** Who writes, and whether they may choose people by sensitive answers. */
export interface Writer {
  eventId: string;
  who: string;
  sensitive: boolean;
}

type Row = Omit<PeopleMessageEntity, 'eventId' | 'event'> & { mails: Partial<PeopleMessage['mails']> };

const none = { due: 0, sent: 0, refused: 0, 'given-up': 0, dropped: 0 };
const columns = `m.id, m.versions, m.segment, m.is_essential AS "isEssential", m.written_at AS "writtenAt",
  m.held_until AS "heldUntil", m.stopped_at AS "stoppedAt",
  coalesce((SELECT jsonb_object_agg(c.state, c.count) FROM (SELECT o.state, count(*) AS count FROM outbox_mails o
    WHERE o.of_message = m.id GROUP BY o.state) c), '{}') AS mails`;

/** What organisers write to a segment of those who registered. */
@Injectable()
export class PeopleMessages {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(LinksOf) private readonly links: LinksOf,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The letter in each language of the event, and how many it would go to. Problems: those of `send`, but for nobody. */
  async preview(order: MessageOrder, writer: Writer): Promise<MessagePreview> {
    const present = await this.checked(order, writer);
    const { programme, rules } = present;
    const { sql, values } = segmentCondition(writer.eventId, order.segment, rules.questions, { isWritable: true });
    const wants = order.isEssential ? 'true' : `NOT 'messages' = ANY (r.muted)`;
    const [counted]: { people: number; wanted: number; addresses: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS people, (count(*) FILTER (WHERE ${wants}))::int AS wanted,
              (count(DISTINCT r.email) FILTER (WHERE ${wants}))::int AS addresses FROM registrations r WHERE ${sql}`,
      values,
    );
    const { people, wanted, addresses } = counted ?? { people: 0, wanted: 0, addresses: 0 };
    const links = this.links.ofEvent(programme.event.slug);
    const at = present.at.toISOString();
    const letters = programme.event.languages.map((language) => {
      const reader = readerOf(programme, { name: '', locale: language, timezone: null }, links);
      const page = messagePage(reader, order.versions, { at, isEssential: order.isEssential });
      const { original } = versionFor(reader, order.versions);
      return { language, subject: page.subject, html: pageHtml(page), original };
    });
    return { people, unwanted: people - wanted, addresses, letters };
  }

  /** To oneself, in each language in which it is written. 422 `message.noAddress` for who has none, as a token. */
  async test(order: MessageTest, writer: Writer): Promise<{ recipient: string }> {
    await this.checkLanguages(order.versions, writer.eventId);
    const [kind, id] = writer.who.split(':');
    const [account]: { email: string | null }[] =
      kind === 'account' ? await this.dataSource.query('SELECT email FROM accounts WHERE id = $1', [id]) : [];
    const recipient = account?.email ?? null;
    // Nor has the operator, who signs in by the link that the server prints.
    if (recipient === null)
      throw new Problem(422, 'message.noAddress', 'A test goes to who asks for it: sign in as a person.');
    const at = this.clock.now();
    const { eventId, who } = writer;
    await transaction(this.dataSource, async (manager) => {
      await manager.query(
        `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
         SELECT $1, $2, $2, $3, l, 'message.tested', $4::jsonb FROM unnest($5::text[]) AS l`,
        [eventId, at, recipient, JSON.stringify(order), Object.keys(order.versions)],
      );
      await audit(manager, { eventId, at, who, action: 'message.tested', subject: subjectOf(order.versions) });
    });
    this.sender.wake();
    return { recipient };
  }

  /**
   * Writes a message and the mail of each address in one go; they go out after `messageHoldSeconds`. The same key is the
   * same message. Problems: those of `checkSegment`, 422 `input.invalid` for languages that the event has not, 422
   * `message.nobody`.
   */
  async send(order: MessageOrder, key: string | undefined, writer: Writer): Promise<PeopleMessage> {
    const { rules } = await this.checked(order, writer);
    const { eventId, who } = writer;
    const at = this.clock.now();
    const heldUntil = new Date(at.getTime() + messageHoldSeconds * 1000);
    const { segment, versions, isEssential } = order;
    const scope = `message ${eventId} ${who}`;
    return transaction(this.dataSource, (manager) =>
      once(manager, { scope, key, request: order, at }, async () => {
        const [message]: { id: string }[] = await manager.query(
          `INSERT INTO people_messages (event_id, segment, versions, is_essential, written_at, held_until)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          [eventId, JSON.stringify(segment), JSON.stringify(versions), isEssential, at, heldUntil],
        );
        const { sql, values } = segmentCondition(eventId, segment, rules.questions, { isWritable: true });
        const next = values.length;
        // The contact of a group comes first: who registered others has the link to all of them.
        const written: { id: string }[] = await manager.query(
          `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts, of_message)
           SELECT DISTINCT ON (r.email) r.event_id, r.id, $${next + 1}, $${next + 2}, r.email, r.locale, 'message.sent',
                  jsonb_build_object('message', $${next + 3}::text), $${next + 3}::bigint
             FROM registrations r WHERE ${sql} AND ($${next + 4} OR NOT 'messages' = ANY (r.muted))
            ORDER BY r.email, r.contact_id NULLS FIRST, r.code RETURNING id`,
          [...values, at, heldUntil, message?.id, isEssential],
        );
        if (written.length === 0)
          throw new Problem(422, 'message.nobody', 'Nobody who wants messages is in this segment.');
        const subject = subjectOf(versions);
        const after = { segment, mails: written.length, languages: Object.keys(versions), isEssential };
        await audit(manager, { eventId, at, who, action: 'message.sent', subject, after });
        return read(manager, eventId, message?.id ?? '');
      }),
    );
  }

  /**
   * Ends a message: what has not gone out never does. What is being handed over at this moment goes. Twice is once.
   * 404 `message.unknown`.
   */
  async stop(eventId: string, id: string, who: string): Promise<PeopleMessage> {
    return transaction(this.dataSource, async (manager) => {
      const at = this.clock.now();
      const [stopped] = await manager.query<[{ versions: MessageVersions }[], number]>(
        `UPDATE people_messages SET stopped_at = $3 WHERE event_id = $1 AND id = $2 AND stopped_at IS NULL RETURNING versions`,
        [eventId, id, at],
      );
      // One that was tried is in somebody's hands, who says what becomes of it; its letter is made no more.
      await manager.query(
        `UPDATE outbox_mails SET state = 'dropped', response = 'it was stopped'
          WHERE of_message = $1 AND event_id = $2 AND state = 'due' AND attempts = 0`,
        [id, eventId],
      );
      const message = await read(manager, eventId, id);
      const [first] = stopped;
      if (first !== undefined)
        await audit(manager, {
          eventId,
          at,
          who,
          action: 'message.stopped',
          subject: subjectOf(first.versions),
          after: message.mails,
        });
      return message;
    });
  }

  /** Messages, the newest first, those before `after`; one query, however many. */
  async list(
    eventId: string,
    { limit, after }: MessagesQuery,
  ): Promise<{ items: PeopleMessage[]; next: string | null }> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT ${columns} FROM people_messages m WHERE m.event_id = $1 AND ($2::bigint IS NULL OR m.id < $2)
        ORDER BY m.id DESC LIMIT $3`,
      [eventId, after ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map(messageOf);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  private async checked({ segment, versions }: MessageOrder, { eventId, sensitive }: Writer): Promise<Present> {
    const present = await this.checkLanguages(versions, eventId);
    checkSegment(segment, present.rules.questions, { sensitive });
    return present;
  }

  private async checkLanguages(versions: MessageVersions, eventId: string): Promise<Present> {
    const present = await this.presents.of(eventId);
    const { languages } = present.programme.event;
    const foreign = Object.keys(versions).filter((tag) => !languages.includes(tag));
    if (foreign.length > 0)
      throw invalidInput(
        foreign.map((tag) => ({
          path: `versions.${tag}`,
          message: `must be one of ${languages.join(', ')}`,
          code: 'announcement.language',
        })),
      );
    return present;
  }
}

const subjectOf = (versions: MessageVersions): string => Object.values(versions)[0]?.subject ?? '';

async function read(manager: EntityManager, eventId: string, id: string): Promise<PeopleMessage> {
  const [row]: Row[] = await manager.query(
    `SELECT ${columns} FROM people_messages m WHERE m.event_id = $1 AND m.id = $2`,
    [eventId, id],
  );
  if (row === undefined) throw new Problem(404, 'message.unknown', `There is no message ${id}.`);
  return messageOf(row);
}

const messageOf = ({ writtenAt, heldUntil, stoppedAt, mails, ...row }: Row): PeopleMessage => ({
  ...row,
  writtenAt: writtenAt.toISOString(),
  heldUntil: heldUntil.toISOString(),
  stoppedAt: stoppedAt?.toISOString() ?? null,
  mails: { ...none, ...mails },
});
