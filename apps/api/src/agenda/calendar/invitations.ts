import { setImmediate as nextTurn } from 'node:timers/promises';
import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Beat } from '../../platform/beat.js';
import { MailSender } from '../../platform/mail/mail-sender.js';
import { Presents, type Present } from '../../registration/present.js';
import { AgendasService, type OwnAgenda } from '../agendas.service.js';
import { LinksOf } from '../letters/links.js';
import { entryOf } from './own-calendar.js';

const everyMilliseconds = 30_000;
const atOnce = 200;

/** What calendars were sent last, or are to be. */
interface Invitation {
  registration_id: string;
  slot_id: string;
  method: 'REQUEST' | 'CANCEL';
  sequence: number;
  said: string;
}

/** What an invitation said, to tell changes, and to be able to take it back when the programme has the slot no more. */
export interface Said {
  start: string;
  end: string;
  /** When it is at the place: an add-on's entry reaches from the meeting to the return. */
  from: string;
  to: string;
  summary: string;
  location: string;
}

/**
 * Puts confirmed bookings into the calendars of who does not subscribe to their feed, by mail (iMIP, RFC 6047), where the
 * organisers want it. What is missing is found by comparing what holds with what was sent (docs/decisions/0009).
 */
@Injectable()
export class Invitations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Invitations.name);
  private readonly beat = new Beat(
    () => this.look(),
    (error) => this.log.error(`invitations could not be written: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(LinksOf) private readonly links: LinksOf,
    @Inject(MailSender) private readonly mail: MailSender,
  ) {}

  onApplicationBootstrap(): void {
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  /** Writes the invitations that are missing or have changed. Three queries for every 200 people. */
  run(): Promise<void> {
    return this.beat.run();
  }

  private async look(): Promise<void> {
    const events: { id: string }[] = await this.dataSource.query(
      `SELECT event_id AS id FROM registration_rules WHERE (rules->>'sendsInvitations')::boolean`,
    );
    for (const { id } of events) {
      const present = await this.presents.ifPublished(id);
      if (present === null || !present.rules.sendsInvitations) continue;
      for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
        const people = await this.concerned(id, after);
        if (people.length > 0) await this.invite(people, present);
        if (people.length < atOnce) break;
        after = people.at(-1) ?? after;
        await nextTurn();
      }
    }
  }

  /** Those with bookings or invitations, by id. */
  private async concerned(eventId: string, after: string): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM registrations r WHERE event_id = $1 AND id > $2 AND feed_read_at IS NULL AND email <> ''
          AND (EXISTS (SELECT FROM calendar_invitations c WHERE c.registration_id = r.id AND c.method = 'REQUEST')
               OR status = 'confirmed' AND EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
                   WHERE l.registration_id = r.id AND l.status = 'confirmed' AND p.scope = 'session'))
        ORDER BY id LIMIT $3`,
      [eventId, after, atOnce],
    );
    return rows.map(({ id }) => id);
  }

  private async invite(people: readonly string[], present: Present): Promise<void> {
    const agendas = await this.agendas.agendasOf(people, present);
    const sent: Invitation[] = await this.dataSource.query(
      'SELECT registration_id, slot_id, method, sequence, said FROM calendar_invitations WHERE registration_id = ANY($1)',
      [people],
    );
    const bySlot = new Map(sent.map((one) => [`${one.registration_id} ${one.slot_id}`, one]));
    const missing: Invitation[] = [];
    for (const own of agendas) {
      const { id } = own.owner;
      const wanted = await this.wanted(own, present);
      for (const [slot, said] of wanted) {
        const last = bySlot.get(`${id} ${slot}`);
        if (last?.method === 'REQUEST' && last.said === said) continue;
        missing.push({ registration_id: id, slot_id: slot, method: 'REQUEST', sequence: next(last), said });
      }
      for (const last of sent)
        if (last.registration_id === id && last.method === 'REQUEST' && !wanted.has(last.slot_id))
          missing.push({ ...last, method: 'CANCEL', sequence: next(last) });
    }
    if (missing.length === 0) return;
    // Another process may have been first: then the number is taken, and nothing is written.
    const written: unknown[] = await this.dataSource.query(
      `WITH wanted AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(registration_id uuid, slot_id uuid, method text, sequence int, said text)
       ), written AS (
         INSERT INTO calendar_invitations AS c (registration_id, slot_id, method, sequence, said)
         SELECT registration_id, slot_id, method, sequence, said FROM wanted ORDER BY registration_id, slot_id
         ON CONFLICT (registration_id, slot_id) DO UPDATE
           SET method = excluded.method, sequence = excluded.sequence, said = excluded.said
         WHERE c.sequence = excluded.sequence - 1 RETURNING c.*
       )
       INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT r.event_id, r.id, $2, $2, r.email, r.locale, 'calendar.invitation',
              jsonb_build_object('slot', w.slot_id, 'method', w.method, 'sequence', w.sequence, 'said', w.said)
         FROM written w JOIN registrations r ON r.id = w.registration_id ORDER BY r.id, w.slot_id RETURNING 1`,
      [JSON.stringify(missing), present.at],
    );
    if (written.length > 0) this.mail.wake();
  }

  /** What a person's calendar should say, by slot. */
  private async wanted(own: OwnAgenda, { programme }: Present): Promise<Map<string, string>> {
    const { owner, items } = own;
    if (owner.status !== 'confirmed') return new Map();
    const links = await this.links.of(owner, programme.event.slug);
    // What is kept of it holds no secret: the room is named, the address to join is made with the mail.
    const calendar = { programme, language: owner.locale, links: { ...links, join: null } };
    return new Map(
      items.flatMap((item): [string, string][] => {
        const entry = item.status === 'confirmed' && !item.isCancelled ? entryOf(calendar, item) : null;
        if (entry === null) return [];
        const said: Said = {
          start: entry.start.toISOString(),
          end: entry.end.toISOString(),
          from: item.startsAt,
          to: item.endsAt,
          summary: entry.summary,
          location: entry.location,
        };
        return [[item.slot, JSON.stringify(said)]];
      }),
    );
  }
}

const next = (last: Invitation | undefined): number => (last === undefined ? 0 : last.sequence + 1);
