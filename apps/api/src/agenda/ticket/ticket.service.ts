import { createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ticket } from '@kopa/contracts';
import { StreamTail } from '../../live/stream-tail.js';
import { Problem } from '../../platform/problem.js';
import { serverKey } from '../../platform/server-key.js';
import { Presents, type Present } from '../../registration/present.js';
import type { Own } from '../../registration/registrations.service.js';
import { AgendasService, type OwnAgenda } from '../agendas.service.js';
import { publicPem, readTicket, ticketCode, ticketKey } from './ticket-code.js';

/** Tickets: what their code holds, and what is shown beside it. */
@Injectable()
export class TicketService implements OnModuleInit {
  private key: Promise<KeyObject> | null = null;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(StreamTail) private readonly tail: StreamTail,
  ) {}

  onModuleInit(): void {
    // A restored backup may have another key.
    this.tail.onReset(() => {
      this.key = null;
    });
  }

  /** One's own agenda with its ticket. Problem 409 `registration.unconfirmed`: there is none before that. */
  async own({ id, eventId }: Own): Promise<{ ticket: Ticket; agenda: OwnAgenda; present: Present }> {
    const present = await this.presents.of(eventId);
    const [agenda] = await this.agendas.agendasOf([id], present);
    if (agenda === undefined) throw new Error(`registration ${id} is gone`);
    if (agenda.owner.status !== 'confirmed')
      throw new Problem(409, 'registration.unconfirmed', 'Confirm your registration first: then you get your ticket.');
    return { ticket: await this.ticketOf(agenda, present), agenda, present };
  }

  /** The ticket of somebody whose agenda is known. */
  async ticketOf({ owner, items }: OwnAgenda, { programme, at }: Present): Promise<Ticket> {
    const addOns = items.flatMap((item) => {
      const session = programme.sessions.find(({ code }) => code === item.session);
      if (session === undefined || session.addOn === null) return [];
      if (item.status !== 'confirmed' || item.mode !== 'in-person' || item.isCancelled) return [];
      const { meetAt, departAt, returnAt, meetingPoint } = session.addOn;
      const { startsAt, endsAt } = item;
      const hasSeat = owner.seats.has(session.code);
      return [
        {
          session: session.code,
          title: session.title,
          startsAt,
          endsAt,
          meetAt,
          departAt,
          returnAt,
          meetingPoint,
          hasSeat,
        },
      ];
    });
    return {
      code: ticketCode(owner.id, owner.ticketVersion, await this.privateKey()),
      registration: owner.code,
      name: owner.name,
      days: owner.dayPlaces,
      addOns,
      issuedAt: at.toISOString(),
    };
  }

  /** A new ticket; the one before opens nothing any more. */
  async reissue({ id, eventId }: Own): Promise<Ticket> {
    await this.own({ id, eventId });
    await this.dataSource.query('UPDATE registrations SET ticket_version = ticket_version + 1 WHERE id = $1', [id]);
    return (await this.own({ id, eventId })).ticket;
  }

  /** By which tickets are checked where there is no network, as PEM. */
  async publicKey(): Promise<string> {
    return publicPem(await this.privateKey());
  }

  /**
   * Whose ticket a code is, and whether it holds. Null when we did not sign it, or its registration is gone; `replaced`
   * when a newer one was issued, `cancelled` when the registration was.
   */
  async check(
    code: string,
  ): Promise<{ registrationId: string; eventId: string; state: 'valid' | 'replaced' | 'cancelled' } | null> {
    const read = readTicket(code, createPublicKey(await this.privateKey()));
    if (read === null) return null;
    const [row]: { eventId: string; status: string; version: number }[] = await this.dataSource.query(
      'SELECT event_id AS "eventId", status, ticket_version AS version FROM registrations WHERE id = $1',
      [read.id],
    );
    if (row === undefined) return null;
    const state = row.status !== 'confirmed' ? 'cancelled' : row.version === read.version ? 'valid' : 'replaced';
    return { registrationId: read.id, eventId: row.eventId, state };
  }

  private privateKey(): Promise<KeyObject> {
    this.key ??= serverKey(this.dataSource, 'tickets')
      .then(ticketKey)
      .catch((error: unknown) => {
        this.key = null;
        throw error;
      });
    return this.key;
  }
}
