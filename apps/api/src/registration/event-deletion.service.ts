import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { graceDays, type EventDeletion } from '@kopa/contracts';
import { offerExpiry } from '@kopa/domain';
import { AccessService } from '../accounts/access.service.js';
import { DeletedEvents } from '../events/deleted-events.js';
import { EventEntity } from '../events/event.entity.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { loadPublished } from '../programme/published-rows.js';
import { startOf, type PoolName } from './pools.js';

const day = 86_400_000;

/** Deletes an event for its owner, and brings it back as long as it can be. */
@Injectable()
export class EventDeletionService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeletedEvents) private readonly deleted: DeletedEvents,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What goes with the event and when: of one that is there, if it were deleted now. */
  async read(eventId: string): Promise<EventDeletion> {
    const { manager } = this.dataSource;
    return this.tell(manager, await manager.findOneByOrFail(EventEntity, { id: eventId }));
  }

  /**
   * `seen` is the version from If-Match. Deleting what is deleted already changes nothing. Problem 412 `settings.late` when
   * somebody edited the settings since.
   */
  async delete(eventId: string, seen: number, who: string): Promise<EventDeletion> {
    const told = await transaction(this.dataSource, async (manager) => {
      const event = await locked(manager, eventId);
      if (event.state === 'deleted') return this.tell(manager, event);
      if (event.version !== seen)
        throw new Problem(412, 'settings.late', `The event is at version ${event.version}, the deletion saw ${seen}.`);
      const at = this.clock.now();
      Object.assign(event, {
        keptState: event.state,
        state: 'deleted',
        deletedAt: at,
        deletesAt: new Date(at.getTime() + graceDays * day),
      });
      await manager.save(EventEntity, event);
      const told = await this.tell(manager, event);
      await audit(manager, { eventId, at, who, action: 'event.deleted', subject: event.slug, after: told });
      return told;
    });
    await this.known();
    return told;
  }

  /** Problem 409 `event.deletionDue` when its time is over. Restoring what is there changes nothing. */
  async restore(eventId: string, who: string): Promise<EventDeletion> {
    const told = await transaction(this.dataSource, async (manager) => {
      const event = await locked(manager, eventId);
      const { keptState, deletedAt, deletesAt } = event;
      if (keptState === null || deletedAt === null || deletesAt === null) return this.tell(manager, event);
      const at = this.clock.now();
      if (at >= deletesAt)
        throw new Problem(409, 'event.deletionDue', 'This event can no longer be restored: its time is over.');
      // While it was away nobody could accept an offer or confirm: they have the time that they had left.
      await resumeOffers(manager, eventId, deletedAt, at);
      const away = `${at.getTime() - deletedAt.getTime()} milliseconds`;
      await manager.query(
        `UPDATE registrations SET confirm_by = confirm_by + $3::interval
          WHERE event_id = $1 AND status = 'unconfirmed' AND confirm_by > $2`,
        [eventId, deletedAt, away],
      );
      Object.assign(event, { state: keptState, keptState: null, deletedAt: null, deletesAt: null });
      await manager.save(EventEntity, event);
      await audit(manager, { eventId, at, who, action: 'event.restored', subject: event.slug });
      return this.tell(manager, event);
    });
    await this.known();
    return told;
  }

  private async known(): Promise<void> {
    await this.deleted.refresh();
    this.access.forget();
  }

  private async tell(manager: EntityManager, { id, version, state, deletesAt }: EventEntity): Promise<EventDeletion> {
    const [counted]: { sessions: number; releases: number; registrations: number; keepUntil: string | null }[] =
      await manager.query(
        `SELECT (SELECT count(*)::int FROM sessions WHERE event_id = $1) AS sessions,
                (SELECT count(*)::int FROM releases WHERE event_id = $1) AS releases,
                (SELECT count(*)::int FROM registrations WHERE event_id = $1) AS registrations,
                (SELECT rules->>'keepUntil' FROM registration_rules WHERE event_id = $1) AS "keepUntil"`,
        [id],
      );
    const { keepUntil = null, ...goes } = counted ?? { sessions: 0, releases: 0, registrations: 0 };
    const until = deletesAt ?? new Date(this.clock.now().getTime() + graceDays * day);
    return { version, isDeleted: state === 'deleted', deletesAt: until.toISOString(), keptUntil: keepUntil, goes };
  }
}

function locked(manager: EntityManager, id: string): Promise<EventEntity> {
  return manager.findOneOrFail(EventEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/**
 * Gives offers that stood when the event was deleted the time that they had left, but none beyond what it is for: near
 * its beginning as a new offer would have, and what has begun meanwhile is offered no longer.
 */
async function resumeOffers(manager: EntityManager, eventId: string, deletedAt: Date, at: Date): Promise<void> {
  const offers: (PoolName & { id: string; until: Date })[] = await manager.query(
    `SELECT l.id, l.offered_until AS until, p.scope, p.key, p.mode FROM places l JOIN place_pools p ON p.id = l.pool_id
      WHERE p.event_id = $1 AND l.status = 'offered' AND l.offered_until > $2 ORDER BY l.id FOR UPDATE OF l`,
    [eventId, deletedAt],
  );
  const programme = offers.length === 0 ? undefined : (await loadPublished(manager, eventId))?.programme;
  if (programme === undefined) return;
  const resumed = offers.map(({ id, until, ...pool }) => {
    const minutesLeft = Math.ceil((until.getTime() - deletedAt.getTime()) / 60_000);
    return { id, until: offerExpiry(at.toISOString(), minutesLeft, startOf(programme, pool)) };
  });
  await manager.query(
    `UPDATE places l SET offered_until = n.until
       FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, until timestamptz) WHERE l.id = n.id`,
    [JSON.stringify(resumed)],
  );
}
