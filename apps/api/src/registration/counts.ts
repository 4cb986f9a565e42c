import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Counts } from '@kopa/contracts';
import { LiveGateway } from '../live/live.gateway.js';
import { LiveRegistry, type LiveEvent } from '../live/live-registry.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { PlacesService } from './places.service.js';

/** At most four frames a second, and places that are taken show within half a second. */
const everyMilliseconds = 250;

/**
 * Tells followers how many places are left: the current values, when they changed. They are in no stream and wake nobody
 * by NOTIFY, which would serialise the commits of a rush; each process asks once for all of its sockets.
 */
@Injectable()
export class CountsBroadcast implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(CountsBroadcast.name);
  private readonly told = new Map<string, string>();
  private timer: NodeJS.Timeout | null = null;
  private asking = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LiveGateway) private readonly gateway: LiveGateway,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(PlacesService) private readonly places: PlacesService,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.registerValue({ name: 'counts', read: ({ id }: LiveEvent) => this.countsOf(id) });
    this.timer = setInterval(() => void this.tell(), everyMilliseconds);
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async tell(): Promise<void> {
    const { events } = this.gateway;
    if (this.asking || events.length === 0) return;
    this.asking = true;
    try {
      const changed: { id: string; changes: string }[] = await this.dataSource.query(
        'SELECT event_id AS id, sum(changes) AS changes FROM place_pools WHERE event_id = ANY($1) GROUP BY event_id',
        [events.map(({ id }) => id)],
      );
      for (const { id, changes } of changed) {
        const before = this.told.get(id);
        this.told.set(id, changes);
        if (before === undefined || before === changes) continue;
        const counts = await this.countsOf(id);
        if (counts !== null) this.gateway.tell(id, 'counts', counts);
      }
    } catch (error) {
      this.log.warn(`cannot tell the places left: ${String(error)}`);
    } finally {
      this.asking = false;
    }
  }

  private async countsOf(eventId: string): Promise<Counts | null> {
    const published = await this.published.current(eventId);
    return published === null ? null : this.places.counts(published.programme);
  }
}
