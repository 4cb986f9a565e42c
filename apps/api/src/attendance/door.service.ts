import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type {
  AttendanceMark,
  AttendanceMarkAnswer,
  DoorPeople,
  DoorPerson,
  DoorQuery,
  DoorWalkIn,
  DoorWalkInAnswer,
  TicketRead,
} from '@kopa/contracts';
import { dayPlaceOf, saidAt, telephonesUntil, type CalendarDate, type Programme } from '@kopa/domain';
import { TicketService } from '../agenda/ticket/ticket.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { Presents } from '../registration/present.js';
import { RegisteringService } from '../registration/registering.service.js';
import { confirmRegistration } from '../registration/registration-state.js';
import { markAnswer, recordMark } from './check-ins.js';

/** Who comes to a day's door: registered or not, with a ticket or without. */
@Injectable()
export class DoorService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(RegisteringService) private readonly registering: RegisteringService,
    @Inject(TicketService) private readonly tickets: TicketService,
  ) {}

  /** Everybody who is registered, by code, as a door needs them; one query, however many. Problem 404 `day.unknown`. */
  async people(eventId: string, { day, q, limit, after }: DoorQuery): Promise<DoorPeople> {
    const { programme } = await this.presents.of(eventId);
    demandDay(programme, day);
    const rows = await this.read(eventId, day, { q, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const keepUntil = telephonesUntil(programme.event);
    return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null, keepUntil };
  }

  /**
   * Registers somebody who stands at the door, with the places that they take, and checks them in. Under the same key
   * once. Problems: 404 `day.unknown`, 409 `places.full`, `seats.full`, 422 `input.invalid`.
   */
  async walkIn(eventId: string, order: DoorWalkIn, key: string | undefined, by: string): Promise<DoorWalkInAnswer> {
    const { programme } = await this.presents.of(eventId);
    const { day, mode, overBecause, at: told, ...person } = order;
    demandDay(programme, day);
    const now = this.clock.now();
    const at = saidAt(told, now.toISOString());
    const isThere = dayPlaceOf(mode) === 'in-person';
    const created = await this.registering.create(
      eventId,
      {
        ...person,
        timezone: null,
        country: null,
        shortNotice: false,
        bornOn: null,
        guardian: null,
        attendance: { [day]: mode },
        meanwhile: {},
        answers: {},
        consents: [],
        people: [],
      },
      key,
      {
        atDoor: {
          at: new Date(at),
          overBecause,
          inside: async (manager, { id, code, over }) => {
            await confirmRegistration(manager, id, now);
            if (isThere)
              await recordMark(
                manager,
                { eventId, registrationId: id, kind: 'arrival', key: day, day, state: 'present', at, by },
                now,
              );
            await audit(manager, {
              eventId,
              at: now,
              who: by,
              action: 'registration.walkedIn',
              subject: code,
              after: { day, mode, bookings: person.bookings, ...(over.length === 0 ? {} : { over }) },
              reason: over.length === 0 ? '' : overBecause.trim(),
            });
          },
        },
      },
    );
    return this.walkedIn(created, day);
  }

  /**
   * Says that somebody is there, or takes it back; the later saying holds. Who had not confirmed their registration has
   * done so by coming. Problems: 404 `day.unknown`, `registration.unknown`, 409 `registration.cancelled`.
   */
  async mark(
    eventId: string,
    { day, code }: { day: CalendarDate; code: string },
    { state, at }: AttendanceMark,
    by: string,
  ): Promise<AttendanceMarkAnswer> {
    const { programme } = await this.presents.of(eventId);
    demandDay(programme, day);
    return transaction(this.dataSource, async (manager) => {
      const { id, name, status } = await registrationOf(manager, eventId, code);
      if (status === 'cancelled' && state === 'present')
        throw new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
      const now = this.clock.now();
      const { held, before, isNews } = await recordMark(
        manager,
        { eventId, registrationId: id, kind: 'arrival', key: day, day, state, at, by },
        now,
      );
      if (isNews && held.state === 'present' && status === 'unconfirmed') await confirmRegistration(manager, id, now);
      if (isNews && before !== held.state)
        await audit(manager, {
          eventId,
          at: now,
          who: by,
          action: 'arrival.marked',
          subject: code,
          before: { day, state: before ?? 'none' },
          after: { day, state: held.state, at: held.at },
        });
      return markAnswer({ code, name }, held);
    });
  }

  /** Whose ticket a code is, for a phone that cannot tell by itself. */
  async ticket(eventId: string, ticket: string, day: CalendarDate): Promise<TicketRead> {
    const { programme } = await this.presents.of(eventId);
    demandDay(programme, day);
    const checked = await this.tickets.check(ticket);
    if (checked === null || checked.eventId !== eventId) return { state: 'unknown', person: null };
    const [person = null] = await this.read(eventId, day, { id: checked.registrationId, limit: 1 });
    return { state: checked.state, person };
  }

  private async walkedIn({ id, code, name }: { id: string; code: string; name: string }, day: CalendarDate) {
    const [facts]: { presentAt: Date | null; over: string[] }[] = await this.dataSource.query(
      `SELECT (SELECT present_at FROM check_ins WHERE registration_id = $1 AND kind = 'arrival' AND key = $2) AS "presentAt",
              coalesce((SELECT jsonb_agg(CASE p.scope WHEN 'session' THEN p.key ELSE p.scope END ORDER BY p.rank, p.key)
                 FROM places l JOIN place_pools p ON p.id = l.pool_id
                WHERE l.registration_id = $1 AND l.over_because IS NOT NULL), '[]') AS over`,
      [id, day],
    );
    return { id, code, name, arrivedAt: facts?.presentAt?.toISOString() ?? null, over: facts?.over ?? [] };
  }

  private async read(
    eventId: string,
    day: CalendarDate,
    { q, id, after, limit }: { q?: string | undefined; id?: string; after?: string | undefined; limit: number },
  ): Promise<DoorPerson[]> {
    const rows: (Omit<DoorPerson, 'presentAt' | 'markedAt'> & { presentAt: Date | null; markedAt: Date | null })[] =
      await this.dataSource.query(
        `SELECT r.id, r.code, r.name, r.organisation, r.status, coalesce(r.attendance->>$2, 'absent') AS mode,
                r.ticket_version AS "ticketVersion", c.present_at AS "presentAt", c.at AS "markedAt",
                coalesce((SELECT jsonb_agg(p.key ORDER BY p.key) FROM places l JOIN place_pools p ON p.id = l.pool_id
                   WHERE l.registration_id = r.id AND l.status = 'confirmed' AND p.scope = 'session'
                     AND p.mode = 'in-person'), '[]') AS sessions
           FROM registrations r
           LEFT JOIN check_ins c ON c.registration_id = r.id AND c.kind = 'arrival' AND c.key = $2
          WHERE r.event_id = $1 AND r.erased_at IS NULL AND ($3::text IS NULL OR r.code > $3)
            AND ($4::text IS NULL OR strpos(lower(concat_ws(' ', r.name, r.organisation, r.code)), lower($4)) > 0)
            AND CASE WHEN $5::uuid IS NULL THEN r.status <> 'cancelled' ELSE r.id = $5 END
          ORDER BY r.code LIMIT $6`,
        [eventId, day, after ?? null, q ?? null, id ?? null, limit],
      );
    return rows.map((row) => ({
      ...row,
      presentAt: row.presentAt?.toISOString() ?? null,
      markedAt: row.markedAt?.toISOString() ?? null,
    }));
  }
}

export function demandDay({ days }: Programme, day: CalendarDate): void {
  if (!days.some(({ date }) => date === day)) throw new Problem(404, 'day.unknown', `The event has no day ${day}.`);
}

/** Problem 404 `registration.unknown`. */
export async function registrationOf(
  manager: EntityManager,
  eventId: string,
  code: string,
): Promise<{ id: string; name: string; status: 'unconfirmed' | 'confirmed' | 'cancelled' }> {
  const [row]: { id: string; name: string; status: 'unconfirmed' | 'confirmed' | 'cancelled' }[] = await manager.query(
    'SELECT id, name, status FROM registrations WHERE event_id = $1 AND code = $2 FOR NO KEY UPDATE',
    [eventId, code],
  );
  if (row === undefined) throw new Problem(404, 'registration.unknown', `There is no registration "${code}".`);
  return row;
}
