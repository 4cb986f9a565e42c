import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { reminderWindow, sessionsOn, type CalendarDate, type Programme } from '@kopa/domain';
import { Beat } from '../platform/beat.js';
import { Clock } from '../platform/clock.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';

const everyMilliseconds = 5_000;
/** Who registers on the evening before is reminded so long after at the latest. */
const againMilliseconds = 60_000;

/**
 * Reminds everybody of each day that they take part in, on the evening before it. Which mails are missing is found in
 * the state (docs/decisions/0009): so each is written once however many processes look, and after an outage too, as
 * long as the day has not begun.
 */
@Injectable()
export class Reminders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Reminders.name);
  /** When days were looked at, by event and date. */
  private readonly looked = new Map<string, number>();
  private readonly beat = new Beat(
    () => this.look(),
    (error) => this.log.error(`reminders could not be written: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(MailSender) private readonly mail: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  /** Writes the reminders that are due and missing. */
  run(): Promise<void> {
    return this.beat.run();
  }

  private async look(): Promise<void> {
    const now = this.clock.now();
    const events: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM events e WHERE state = 'public' AND first_day <= $1::date + 3 AND last_day >= $1::date - 2
          AND EXISTS (SELECT FROM registrations r WHERE r.event_id = e.id)`,
      [now.toISOString().slice(0, 10)],
    );
    for (const { id } of events) {
      const programme = (await this.published.current(id))?.programme;
      if (programme === undefined) continue;
      for (const { date } of programme.days) {
        const { from, until } = reminderWindow(programme, date);
        const at = now.toISOString();
        if (at < from || at >= until || !this.isToBeLookedAt(`${id} ${date}`)) continue;
        if ((await this.write(programme, date, now)) > 0) this.mail.wake();
      }
    }
  }

  /**
   * Writes what is missing of a day's reminders: to confirmed registrations that take part in it, as it holds now, or
   * have a confirmed booking. One statement.
   * @returns how many were written
   */
  async write(programme: Programme, date: CalendarDate, at: Date): Promise<number> {
    const written: unknown[] = await this.dataSource.query(
      `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts, once_key)
       SELECT r.event_id, r.id, $3, $3, r.email, r.locale, 'day.reminder', jsonb_build_object('date', $2::text),
              'reminder ' || $2 || ' ' || r.id
         FROM registrations r
        WHERE r.event_id = $1 AND r.status = 'confirmed' AND r.email <> '' AND NOT 'reminders' = ANY (r.muted)
          AND NOT EXISTS (SELECT FROM outbox_mails m WHERE m.event_id = $1 AND m.once_key = 'reminder ' || $2 || ' ' || r.id)
          AND (CASE WHEN EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
                                  WHERE l.registration_id = r.id AND p.scope = 'day' AND p.key = $2
                                    AND p.mode = 'in-person' AND l.status IN ('waitlisted', 'offered'))
                    THEN coalesce(r.meanwhile->>$2, 'online') ELSE coalesce(r.attendance->>$2, 'absent') END <> 'absent'
               OR EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
                           WHERE l.registration_id = r.id AND p.scope = 'session' AND p.key = ANY ($4)
                             AND l.status = 'confirmed'))
        ORDER BY r.id
       ON CONFLICT (event_id, once_key) WHERE once_key IS NOT NULL DO NOTHING RETURNING 1`,
      [programme.event.id, date, at, sessionsOn(programme, date)],
    );
    return written.length;
  }

  private isToBeLookedAt(day: string): boolean {
    const now = performance.now();
    if ((this.looked.get(day) ?? -Infinity) > now - againMilliseconds) return false;
    this.looked.set(day, now);
    return true;
  }
}
