import { BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Beat } from '../platform/beat.js';
import { Problem } from '../platform/problem.js';

const everyMilliseconds = 1_000;

/**
 * Which events are deleted and may still be restored. Each process believes it for a second: every request asks, and
 * most of them about events that are there.
 */
@Injectable()
export class DeletedEvents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(DeletedEvents.name);
  private ids: ReadonlySet<string> = new Set();
  private slugs: ReadonlySet<string> = new Set();
  private readonly listeners: ((eventId: string) => void)[] = [];
  private readonly beat = new Beat(
    () => this.look(),
    (error) => this.log.error(`which events are deleted could not be read: ${String(error)}`),
  );

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.beat.start(everyMilliseconds);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.beat.stop();
  }

  /** Is told of each event once it is known here to be deleted. */
  onDeleted(listener: (eventId: string) => void): void {
    this.listeners.push(listener);
  }

  has(eventId: string): boolean {
    return this.ids.has(eventId);
  }

  hasSlug(slug: string): boolean {
    return this.slugs.has(slug);
  }

  /** Reads it anew; after it, this process knows what was committed before. */
  refresh(): Promise<void> {
    return this.beat.run();
  }

  private async look(): Promise<void> {
    const events: { id: string; slug: string }[] = await this.dataSource.query(
      `SELECT id, slug FROM events WHERE state = 'deleted'`,
    );
    const fresh = events.filter(({ id }) => !this.ids.has(id));
    this.ids = new Set(events.map(({ id }) => id));
    this.slugs = new Set(events.map(({ slug }) => slug));
    for (const { id } of fresh) for (const listen of this.listeners) listen(id);
  }
}

/**
 * What an address of a deleted event answers: gone. Calendars are told that it is not there: many give up a
 * subscription for good on 410, and the event may come back.
 */
export const eventDeleted = (url = ''): Problem =>
  new Problem(url.startsWith('/calendar/') ? 404 : 410, 'event.deleted', 'This event was deleted.');
