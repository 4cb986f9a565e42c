import type { DataSource } from 'typeorm';
import { addDays, dayOf } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { StreamService } from '../live/stream.service.js';
import { demoContent } from './demo/index.js';
import { saveDraft } from './draft-store.js';
import { publishRelease } from './release.js';

/**
 * Loads and releases the demo event into an empty database, so that its day `day` is today (in the event's zone), or
 * day 1 tomorrow when `day` is null. Returns whether it did.
 */
export async function loadDemo(
  dataSource: DataSource,
  { day, now }: { day: number | null; now: Date },
): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('kopa demo', 0))`);
    if (await manager.exists(EventEntity)) return false;
    const today = dayOf(now.toISOString(), 'Europe/Riga', 0);
    const { content, joinUrls, release } = demoContent(addDays(today, day === null ? 1 : 1 - day));
    await saveDraft(manager, content, joinUrls);
    await publishRelease(manager, new StreamService(dataSource), {
      ...release,
      eventId: content.event.id,
      choices: {},
      at: now,
    });
    return true;
  });
}
