import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import type { DraftAgenda, SpeakerAvailability } from '@kopa/contracts';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { SpeakerEntity } from './session.entity.js';

/** When speakers can, by their id; those who always can are left out. */
export async function availabilityOf(manager: EntityManager, eventId: string): Promise<DraftAgenda['availability']> {
  const speakers = await manager.find(SpeakerEntity, {
    select: { id: true, availability: true },
    where: { eventId, availability: Not(IsNull()) },
  });
  return Object.fromEntries(speakers.map(({ id, availability }) => [id, availability ?? []]));
}

/** When speakers can: what organisers know of them and nobody else. */
@Injectable()
export class AvailabilityService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Problem 404 `speaker.unknown`. */
  set(eventId: string, id: string, request: SpeakerAvailability, who: string): Promise<SpeakerAvailability> {
    const utc = (at: string): string => new Date(at).toISOString();
    const times =
      request.times?.map(({ startsAt, endsAt }) => ({ startsAt: utc(startsAt), endsAt: utc(endsAt) })) ?? null;
    return transaction(this.dataSource, async (manager) => {
      const speaker = await manager.findOne(SpeakerEntity, {
        where: { id, eventId },
        lock: { mode: 'pessimistic_write' },
      });
      if (speaker === null) throw new Problem(404, 'speaker.unknown', 'There is no such speaker in the draft.');
      const at = this.clock.now();
      const before = { times: speaker.availability };
      await manager.update(SpeakerEntity, { id }, { availability: times });
      await audit(manager, {
        eventId,
        at,
        who,
        action: 'speaker.available',
        subject: speaker.code,
        before,
        after: { times },
      });
      await this.streams.createHeads(manager, eventId, ['organisers']);
      await this.streams.append(
        manager,
        eventId,
        'organisers',
        [{ type: 'speaker.available', body: { speaker: id, times } }],
        at,
      );
      return { times };
    });
  }
}
