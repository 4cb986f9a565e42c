import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AttendanceMark, AttendanceMarkAnswer, CoachList, CoachPerson } from '@kopa/contracts';
import { sessionDate, telephonesUntil } from '@kopa/domain';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { Presents, type Present } from '../registration/present.js';
import { sessionIn } from '../registration/registration-input.js';
import { markAnswer, recordMark } from './check-ins.js';
import { registrationOf } from './door.service.js';

/** What the guide of a coach knows of those who go: how to call them, and who is in. */
@Injectable()
export class CoachesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Presents) private readonly presents: Presents,
  ) {}

  /**
   * Everybody with a place in a session in person, those who wait for one, and those who gave one back; by code. Two
   * queries, however many. Problems: those of `sessionIn`.
   */
  async list(eventId: string, session: string): Promise<CoachList> {
    const present = await this.presents.of(eventId);
    sessionIn(present.programme, session, 'in-person');
    const keepUntil = telephonesUntil(present.programme.event);
    const rows: (Omit<CoachPerson, 'at' | 'presentAt'> & { at: Date | null; presentAt: Date | null })[] =
      await this.dataSource.query(
        // Of several bookings of one person the one that holds, else the last.
        `SELECT DISTINCT ON (r.code) r.code, r.name, CASE WHEN $3 THEN r.telephone ELSE '' END AS telephone,
                l.status AS booking, coalesce(c.state, 'none') AS state, c.at, c.present_at AS "presentAt",
                (SELECT s.status FROM places s JOIN place_pools sp ON sp.id = s.pool_id
                  WHERE s.registration_id = r.id AND sp.scope = 'seat' AND sp.key = $2
                  ORDER BY (s.status = 'cancelled'), s.number DESC LIMIT 1) AS seat
           FROM place_pools p JOIN places l ON l.pool_id = p.id JOIN registrations r ON r.id = l.registration_id
           LEFT JOIN check_ins c ON c.registration_id = r.id AND c.kind = 'boarding' AND c.key = $2
          WHERE p.event_id = $1 AND p.scope = 'session' AND p.key = $2 AND p.mode = 'in-person'
            AND r.erased_at IS NULL AND (l.status <> 'cancelled' OR r.confirmed_at IS NOT NULL)
          ORDER BY r.code, (l.status = 'cancelled'), l.number DESC`,
        [eventId, session, present.at.toISOString() < keepUntil],
      );
    const [pool]: { capacity: number | null; taken: number }[] = await this.dataSource.query(
      `SELECT capacity, taken FROM place_pools WHERE event_id = $1 AND scope = 'seat' AND key = $2 AND is_set`,
      [eventId, session],
    );
    return {
      session,
      seats: pool ?? null,
      people: rows.map((row) => ({
        ...row,
        at: row.at?.toISOString() ?? null,
        presentAt: row.presentAt?.toISOString() ?? null,
      })),
      keepUntil,
    };
  }

  /**
   * Says that somebody has boarded, will not come, or neither; the later saying holds. Problems: those of `sessionIn`, 404
   * `registration.unknown`, `booking.unknown` of who never had a place there.
   */
  async mark(
    eventId: string,
    { session, code }: { session: string; code: string },
    { state, at }: AttendanceMark,
    by: string,
  ): Promise<AttendanceMarkAnswer> {
    const present = await this.presents.of(eventId);
    const day = dayOfCoach(present, session);
    return transaction(this.dataSource, async (manager) => {
      const { id, name } = await registrationOf(manager, eventId, code);
      const places: unknown[] = await manager.query(
        `SELECT 1 FROM places l JOIN place_pools p ON p.id = l.pool_id
          WHERE l.registration_id = $1 AND p.scope = 'session' AND p.key = $2 AND p.mode = 'in-person' LIMIT 1`,
        [id, session],
      );
      if (places.length === 0)
        throw new Problem(404, 'booking.unknown', `Registration "${code}" has no place in session "${session}".`);
      const now = this.clock.now();
      const { held, before, isNews } = await recordMark(
        manager,
        { eventId, registrationId: id, kind: 'boarding', key: session, day, state, at, by },
        now,
      );
      if (isNews && before !== held.state)
        await audit(manager, {
          eventId,
          at: now,
          who: by,
          action: 'boarding.marked',
          subject: code,
          before: { session, state: before ?? 'none' },
          after: { session, state: held.state, at: held.at },
        });
      return markAnswer({ code, name }, held);
    });
  }
}

function dayOfCoach({ programme }: Present, session: string): string {
  return sessionDate(programme, sessionIn(programme, session, 'in-person')) ?? programme.event.firstDay;
}
