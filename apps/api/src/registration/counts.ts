import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Counts } from '@kopa/contracts';
import { isEqual } from '@kopa/domain';
import { InFlight } from '../live/in-flight.js';
import { LiveGateway } from '../live/live.gateway.js';
import { LiveRegistry, type LiveEvent } from '../live/live-registry.js';
import { Beat } from '../platform/beat.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { PlacesService } from './places.service.js';

interface Told {
  /** Of pools and programme when the counts were taken. */
  state: string;
  counts: Counts;
}

/** At most four frames a second, and places that are taken show within half a second. */
const everyMilliseconds = 250;

/**
 * Tells followers how many places are left: the current values, when they changed. They are in no stream and wake nobody
 * by NOTIFY, which would serialise the commits of a rush; each process asks once for all of its sockets.
 */
@Injectable()
export class CountsBroadcast implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(CountsBroadcast.name);
  /** What followers were told last, by event; of those that nobody follows here nothing is kept. */
  private readonly told = new Map<string, Told>();
  private readonly first = new InFlight<Told | null>();
  private readonly beat = new Beat(
    () => this.tell(),
    (error) => this.log.warn(`cannot tell the places left: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LiveGateway) private readonly gateway: LiveGateway,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(PlacesService) private readonly places: PlacesService,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.registerValue({ name: 'counts', read: ({ id }: LiveEvent) => this.onJoining(id) });
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  private async tell(): Promise<void> {
    const ids = this.gateway.events.map(({ id }) => id);
    for (const id of this.told.keys()) if (!ids.includes(id)) this.told.delete(id);
    if (ids.length === 0) return;
    const states = await this.states(ids);
    for (const id of ids) {
      const before = this.told.get(id);
      if (before === undefined || before.state === states.get(id)) continue;
      const now = await this.look(id);
      if (now === null) continue;
      this.told.set(id, now);
      const { at: _, ...left } = now.counts;
      const { at: __, ...leftBefore } = before.counts;
      // Most changes of a programme leave places as they are.
      if (!isEqual(left, leftBefore)) this.gateway.tell(id, 'counts', now.counts);
    }
  }

  /** Whoever joins gets what the others were told last: a thousand sockets that come back at once ask nothing. */
  private async onJoining(eventId: string): Promise<Counts | null> {
    const told = this.told.get(eventId) ?? (await this.first.run(eventId, () => this.look(eventId)));
    if (told !== null && !this.told.has(eventId)) this.told.set(eventId, told);
    return told?.counts ?? null;
  }

  /** The state is asked first: what changes between the two is told by the next look. */
  private async look(eventId: string): Promise<Told | null> {
    const state = (await this.states([eventId])).get(eventId) ?? '';
    const published = await this.published.current(eventId);
    return published === null ? null : { state, counts: await this.places.counts(published.programme) };
  }

  /** What says, event by event, that counts may differ: a pool's change, or another programme. */
  private async states(ids: readonly string[]): Promise<Map<string, string>> {
    const pools: { id: string; changes: string }[] = await this.dataSource.query(
      'SELECT event_id AS id, sum(changes) AS changes FROM place_pools WHERE event_id = ANY($1) GROUP BY event_id',
      [ids],
    );
    const changes = new Map(pools.map((pool) => [pool.id, pool.changes]));
    const states = await Promise.all(
      ids.map(async (id): Promise<[string, string]> => {
        const seq = (await this.published.current(id))?.programme.seq ?? 0;
        return [id, `${changes.get(id) ?? 0} ${seq}`];
      }),
    );
    return new Map(states);
  }
}
