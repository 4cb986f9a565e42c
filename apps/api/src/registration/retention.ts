import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Beat } from '../platform/beat.js';
import { Clock } from '../platform/clock.js';
import { deleteWhatHasServed } from './erasure.js';
import { sweepDeletedEvents } from './event-deletion.js';

const everyMilliseconds = 3600_000;

/** Deletes each hour, and at the start, what is not to be kept any longer. */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Retention.name);
  private readonly beat = new Beat(
    async () => {
      await deleteWhatHasServed(this.dataSource, this.clock.now());
      await sweepDeletedEvents(this.dataSource, this.clock.now());
    },
    (error) => this.log.error(`what has served could not be deleted: ${String(error)}`),
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }
}
