import { Inject, Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import type { PageQuery, ReleaseRequest } from '@kopa/contracts';
import type { ReleaseDiff, ReleaseFacts } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { awaitShown } from './await-shown.js';
import { PublishedProgrammes } from './published-programmes.js';
import { compareDraft, publishRelease, type ReleaseOutcome } from './release.js';
import { ReleaseEntity } from './release.entity.js';

@Injectable()
export class ReleasesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What publishing the draft now would change. */
  async diff(eventId: string): Promise<ReleaseDiff> {
    return this.dataSource.transaction(
      'REPEATABLE READ',
      async (manager) => (await compareDraft(manager, eventId)).diff,
    );
  }

  /** Publishes the draft; `published` is null when it equals the newest release. */
  async publish(
    eventId: string,
    request: ReleaseRequest,
    idempotencyKey: string | undefined,
    caller: string,
  ): Promise<ReleaseOutcome> {
    const outcome = await transaction(this.dataSource, (manager) => {
      const at = this.clock.now();
      return once(manager, { scope: `release ${eventId} ${caller}`, key: idempotencyKey, request, at }, () =>
        publishRelease(manager, this.streams, { eventId, ...request, at }),
      );
    });
    if (outcome.published !== null) await awaitShown(this.published, eventId, outcome.published.seq);
    return outcome;
  }

  /** Newest first; `after` is the number of the last one seen. */
  async list(eventId: string, { limit, after }: PageQuery): Promise<{ items: ReleaseFacts[]; next: string | null }> {
    const last = Number(after ?? Number.NaN);
    const rows = await this.dataSource.manager.find(ReleaseEntity, {
      where: { eventId, ...(Number.isSafeInteger(last) ? { number: LessThan(last) } : {}) },
      take: limit + 1,
      order: { number: 'DESC' },
      select: { eventId: true, number: true, name: true, message: true, publishedAt: true },
    });
    return {
      items: rows.slice(0, limit).map(({ number, name, message, publishedAt }) => ({
        number,
        name,
        message,
        publishedAt: publishedAt.toISOString(),
      })),
      next: rows.length > limit ? String(rows[limit - 1]?.number) : null,
    };
  }

  async read(eventId: string, number: number): Promise<object> {
    const row = await this.dataSource.manager.findOneBy(ReleaseEntity, { eventId, number });
    if (row === null) throw new Problem(404, 'release.unknown', `There is no release ${number}.`);
    const { name, message, publishedAt, diff } = row;
    return { number, name, message, publishedAt: publishedAt.toISOString(), diff };
  }
}
