import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { outOfTurnUndoSeconds } from '@kopa/domain';
import { Beat } from '../platform/beat.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { followRelease } from './follow-release.js';
import { AttendanceDays } from './attendance-days.js';
import { cancelPlaces } from './giving-back.js';
import { lockPools } from './pools.js';
import { isOwed, poolsWithBoth, queuePlaces, settle } from './promotion.js';
import { GoNoGoes } from './go-no-goes.js';
import { writeCancelledMail } from './place-mails.js';
import { Presents } from './present.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { cancelRegistration } from './registration-state.js';

const everyMilliseconds = 1_000;
const atOnce = 200;

interface Due {
  kind: 'offer' | 'hold' | 'queue' | 'fallback' | 'decision';
  /** Of the place, the registration, the pool or the event. */
  id: string;
  eventId: string;
}

/**
 * Does what time or another place's confirmation makes due: passes on offers that expired, cancels registrations that
 * nobody confirmed, lets places queue whose day was confirmed, ends fallbacks of who was promoted. All of it is found in the state itself and done once
 * however many processes look; what is killed in between is found again (docs/decisions/0009).
 */
@Injectable()
export class Settling implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Settling.name);
  /** `seq` of the programme that an event's pools were brought to. */
  private readonly followed = new Map<string, number>();
  private readonly beat = new Beat(
    () => this.look(),
    (error) => this.log.error(`places could not be settled: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(GoNoGoes) private readonly goNoGoes: GoNoGoes,
    @Inject(AttendanceDays) private readonly days: AttendanceDays,
    @Inject(MailSender) private readonly mail: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  /** Looks at once; a change that may have made something due calls it after its commit. */
  wake(): void {
    this.beat.wake();
  }

  /** Does all that is due; resolves when nothing is. */
  run(): Promise<void> {
    return this.beat.run();
  }

  private async look(): Promise<void> {
    try {
      await this.settleAll();
    } finally {
      // Whatever woke this may have written mail, and this itself too.
      this.mail.wake();
    }
  }

  private async settleAll(): Promise<void> {
    await this.followReleases();
    await this.serveWhoIsOwed();
    for (;;) {
      const due = await this.due();
      let done = 0;
      for (const one of due) done += Number(await this.tried(one));
      if (due.length < atOnce || done === 0) return;
    }
  }

  /** Once a release and live change: what was published may have other capacities and modes. And what is to be decided. */
  private async followReleases(): Promise<void> {
    const events: { id: string }[] = await this.dataSource.query('SELECT DISTINCT event_id AS id FROM place_pools');
    for (const { id } of events) {
      const programme = (await this.published.current(id))?.programme;
      if (programme === undefined) continue;
      try {
        await this.goNoGoes.settle(programme, this.clock.now());
        if (this.followed.get(id) === programme.seq) continue;
        await followRelease(this.dataSource, id, { ...(await this.presents.of(id)), programme });
        this.followed.set(id, programme.seq);
      } catch (error) {
        this.log.error(`the places of event ${id} could not follow its programme: ${String(error)}`);
      }
    }
  }

  /**
   * Places are served in the transaction that frees them. What stays free for who waits became theirs by something else:
   * what was over is held longer, or they have just come at short notice.
   */
  private async serveWhoIsOwed(): Promise<void> {
    for (const pool of await poolsWithBoth(this.dataSource.manager)) {
      const present = await this.presents.ifPublished(pool.eventId);
      if (present === null || !isOwed(pool, present)) continue;
      await transaction(this.dataSource, async (manager) => {
        for (const locked of await lockPools(manager, [pool.id])) await settle(manager, locked, present);
      }).catch((error: unknown) => this.log.error(`the pool ${pool.id} could not be settled: ${String(error)}`));
    }
  }

  private due(): Promise<Due[]> {
    return this.dataSource.query(
      `(SELECT 'offer' AS kind, l.id, p.event_id AS "eventId" FROM places l JOIN place_pools p ON p.id = l.pool_id
         WHERE l.status = 'offered' AND l.offered_until <= $1
           AND p.event_id NOT IN (SELECT id FROM events WHERE state = 'deleted') ORDER BY l.offered_until LIMIT $2)
       UNION ALL
       (SELECT 'hold', id, event_id FROM registrations
         WHERE status = 'unconfirmed' AND confirm_by <= $1
           AND event_id NOT IN (SELECT id FROM events WHERE state = 'deleted') ORDER BY confirm_by LIMIT $2)
       UNION ALL
       (SELECT DISTINCT 'queue', p.id, p.event_id FROM places l JOIN places o ON o.id = l.after_id
          JOIN place_pools p ON p.id = l.pool_id
         WHERE l.status = 'waitlisted' AND NOT l.is_eligible AND o.status = 'confirmed' LIMIT $2)
       UNION ALL
       (SELECT 'fallback', f.id, p.event_id FROM places f JOIN places l ON l.id = f.fallback_of
          JOIN place_pools p ON p.id = f.pool_id
         WHERE f.status <> 'cancelled' AND l.status = 'confirmed'
           AND (l.over_because IS NULL OR l.changed_at <= $1::timestamptz - make_interval(secs => $3)) LIMIT $2)
       UNION ALL
       (SELECT DISTINCT 'decision', event_id, event_id FROM go_no_go
         WHERE decision IS NOT NULL AND is_called_off IS DISTINCT FROM (decision = 'no-go') LIMIT $2)`,
      // What was given by hand may still be taken back.
      [this.clock.now(), atOnce, outOfTurnUndoSeconds],
    );
  }

  /** One that fails is tried again with the next look, and holds nobody else up. */
  private async tried(one: Due): Promise<boolean> {
    try {
      await this.settle(one);
      return true;
    } catch (error) {
      this.log.error(`the ${one.kind} ${one.id} could not be settled: ${String(error)}`);
      return false;
    }
  }

  private async settle({ kind, id, eventId }: Due): Promise<void> {
    const present = await this.presents.ifPublished(eventId);
    if (present === null) return;
    if (kind === 'decision') return this.goNoGoes.carryOut(eventId);
    await transaction(this.dataSource, async (manager) => {
      // Another process, the person or the desk may have been first: each looks again under its locks.
      if (kind === 'queue') await queuePlaces(manager, id, present);
      else if (kind === 'fallback') await cancelPlaces(manager, [id], present);
      else if (kind === 'offer') await this.days.giveUp(manager, id, present, { ifExpired: true });
      else if (await cancelRegistration(manager, id, present, { ifLapsed: true }))
        await writeCancelledMail(manager, id, present.at, 'lapsed');
    });
  }
}
