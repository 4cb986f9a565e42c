import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Beat } from '../platform/beat.js';
import { InFlight } from './in-flight.js';
import { everyStream, notifyChannel, StreamService, toChange, type StreamChange } from './stream.service.js';

const pollMilliseconds = 500;
const backOffMilliseconds = { first: 100, most: 5_000 } as const;
const pageRows = 500;
const streamsAtOnce = 500;

/** Rows of one followed stream, in order, each handed once: those after `from` up to `seq`. */
export interface TailBatch {
  eventId: string;
  stream: string;
  epoch: string;
  from: number;
  seq: number;
  changes: StreamChange[];
}

/** A followed stream was replaced under the tail (a restored backup): followers fetch the snapshot. */
export interface TailReset {
  eventId: string;
  stream: string;
  epoch: string;
  seq: number;
}

/** A followed stream that is there no longer: its event was deleted, or a backup without it was restored. */
export interface TailEnd {
  eventId: string;
  stream: string;
}

interface Followed {
  eventId: string;
  stream: string;
  streamId: string;
  epoch: string;
  /** Number of the last row that was handed on. */
  seq: number;
  followers: number;
  reading: boolean;
  wokenWhileReading: boolean;
  ended: boolean;
}

const nameOf = (eventId: string, stream: string): string => `${eventId} ${stream}`;

interface PageRow {
  id: string;
  epoch: string;
  head: string;
  seq: string | null;
  at: Date;
  type: string;
  body: string;
}

/**
 * Follows streams in this process: woken by NOTIFY, with a poll every 500 ms for what a lost connection missed.
 * Hands every row of a followed stream to the listeners in order, once, without a gap, also across restarts of
 * PostgreSQL. Connects with the first `follow`.
 */
@Injectable()
export class StreamTail implements BeforeApplicationShutdown {
  private readonly log = new Logger(StreamTail.name);
  private readonly rowListeners: ((batch: TailBatch) => void)[] = [];
  private readonly resetListeners: ((reset: TailReset) => void)[] = [];
  private readonly endListeners: ((end: TailEnd) => void)[] = [];
  private readonly followedById = new Map<string, Followed>();
  private readonly followedByName = new Map<string, Followed>();
  private readonly starting = new InFlight<Followed | null>();
  private client: pg.Client | null = null;
  private backOff: number = backOffMilliseconds.first;
  private reconnectTimer: NodeJS.Timeout | null = null;
  private readonly polls = new Beat(
    () => this.poll(),
    (error) => this.log.warn(`cannot poll the streams: ${String(error)}`),
  );
  private started = false;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly streams: StreamService,
  ) {}

  /** Calls `listener` with each batch of every followed stream; a listener that throws does not stop the others. */
  onRows(listener: (batch: TailBatch) => void): void {
    this.rowListeners.push(listener);
  }

  /** Calls `listener` when a followed stream goes on from elsewhere; batches then continue from its `seq`. */
  onReset(listener: (reset: TailReset) => void): void {
    this.resetListeners.push(listener);
  }

  /** Calls `listener` once when a followed stream ends; should it come back, a reset tells from where it goes on. */
  onEnd(listener: (end: TailEnd) => void): void {
    this.endListeners.push(listener);
  }

  /**
   * Starts to hand on a stream's rows; calls are counted, each is ended by one `unfollow`.
   * @returns where the tail stands: the next batch has this `seq` as its `from`; null when there is no such stream
   */
  async follow(eventId: string, stream: string): Promise<{ epoch: string; seq: number } | null> {
    const followed = this.find(eventId, stream) ?? (await this.startFollowing(eventId, stream));
    if (!followed) return null;
    followed.followers += 1;
    // The last follower may have left while this one waited.
    this.keep(followed);
    this.start();
    return { epoch: followed.epoch, seq: followed.seq };
  }

  /** Ends one `follow`; with the last one the stream is no longer read. */
  unfollow(eventId: string, stream: string): void {
    const followed = this.find(eventId, stream);
    if (!followed) return;
    followed.followers -= 1;
    if (followed.followers > 0) return;
    this.followedById.delete(followed.streamId);
    this.followedByName.delete(nameOf(eventId, stream));
  }

  /** Where the tail stands in a followed stream; null when nobody follows it. */
  position(eventId: string, stream: string): { epoch: string; seq: number } | null {
    const followed = this.find(eventId, stream);
    return followed ? { epoch: followed.epoch, seq: followed.seq } : null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Stops for good and closes the listening connection. */
  async stop(): Promise<void> {
    this.stopped = true;
    const polled = this.polls.stop();
    if (this.reconnectTimer) clearTimeout(this.reconnectTimer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
    await polled;
  }

  private find(eventId: string, stream: string): Followed | undefined {
    return this.followedByName.get(nameOf(eventId, stream));
  }

  private keep(followed: Followed): void {
    this.followedById.set(followed.streamId, followed);
    this.followedByName.set(nameOf(followed.eventId, followed.stream), followed);
  }

  /** One start at a time for a stream: two would hand its rows on twice. */
  private startFollowing(eventId: string, stream: string): Promise<Followed | null> {
    return this.starting.run(nameOf(eventId, stream), async () => {
      const head = await this.streams.head(eventId, stream);
      if (!head) return null;
      const followed = {
        eventId,
        stream,
        ...head,
        followers: 0,
        reading: false,
        wokenWhileReading: false,
        ended: false,
      };
      this.keep(followed);
      return followed;
    });
  }

  private start(): void {
    if (this.stopped || this.started) return;
    this.started = true;
    this.polls.start(pollMilliseconds);
    void this.connect();
  }

  private async connect(): Promise<void> {
    const { url } = this.dataSource.options as { url?: string };
    const client = new pg.Client({
      ...(url ? { connectionString: url } : {}),
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    let lost = false;
    const reconnect = (): void => {
      if (lost) return;
      lost = true;
      if (this.client === client) this.client = null;
      if (this.stopped) return;
      this.reconnectTimer = setTimeout(() => void this.connect(), this.backOff);
      this.backOff = Math.min(this.backOff * 2, backOffMilliseconds.most);
    };
    client.on('error', (error) => {
      this.log.warn(`listening connection: ${error.message}`);
      // A half-dead connection may never say `end`.
      void client.end().catch(() => undefined);
      reconnect();
    });
    client.on('end', reconnect);
    client.on('notification', ({ payload }) => this.wake(payload?.split(':')[0]));
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${notifyChannel}`);
      this.backOff = backOffMilliseconds.first;
      // What was published while nobody listened.
      void this.hand([...this.followedById.values()]);
    } catch (error) {
      if (!this.stopped) this.log.warn(`cannot listen: ${String(error)}`);
      void client.end().catch(() => undefined);
      reconnect();
    }
  }

  private wake(streamId: string | undefined): void {
    if (streamId === everyStream) this.polls.wake();
    const followed = streamId === undefined ? undefined : this.followedById.get(streamId);
    if (followed) void this.hand([followed]);
  }

  private async poll(): Promise<void> {
    if (this.followedById.size === 0) return;
    // Only those that are asked for: one that is followed while the database answers is not missing from the answer.
    const asked = [...this.followedById.values()];
    const heads: { id: string; epoch: string; seq: string }[] = await this.dataSource.query(
      'SELECT id, epoch, seq FROM stream_heads WHERE id = ANY($1)',
      [asked.map(({ streamId }) => streamId)],
    );
    const headById = new Map(heads.map((head) => [head.id, head]));
    const behind: Followed[] = [];
    for (const followed of asked) {
      const head = headById.get(followed.streamId);
      if (!head) await this.findAgain(followed);
      else if (Number(head.seq) !== followed.seq || head.epoch !== followed.epoch) behind.push(followed);
    }
    void this.hand(behind);
  }

  /** A restored backup may have the same stream under another id; a deleted event has none. */
  private async findAgain(followed: Followed): Promise<void> {
    const { eventId, stream, ended } = followed;
    const head = await this.streams.head(eventId, stream);
    if (this.followedById.get(followed.streamId) !== followed) return;
    followed.ended = head === null;
    if (!head) {
      if (!ended) this.tell(this.endListeners, { eventId, stream });
      return;
    }
    this.followedById.delete(followed.streamId);
    followed.streamId = head.streamId;
    this.keep(followed);
    this.goOnFrom(followed, head.epoch, head.seq);
  }

  /** Reads and hands on what is new of these streams; a wake-up during a read causes another read after it. */
  private async hand(streams: readonly Followed[]): Promise<void> {
    for (const followed of streams) if (followed.reading) followed.wokenWhileReading = true;
    let behind = streams.filter(({ reading }) => !reading);
    const mine = behind;
    for (const followed of mine) followed.reading = true;
    try {
      while (behind.length > 0) {
        for (const followed of behind) followed.wokenWhileReading = false;
        const more: Followed[] = [];
        for (let index = 0; index < behind.length; index += streamsAtOnce)
          more.push(...(await this.handPages(behind.slice(index, index + streamsAtOnce))));
        behind = this.stopped ? [] : [...new Set([...more, ...mine.filter((one) => one.wokenWhileReading)])];
      }
    } catch (error) {
      // The next poll tries again from the same numbers.
      this.log.warn(`cannot read ${streams.length} streams: ${String(error)}`);
    } finally {
      for (const followed of mine) followed.reading = false;
    }
  }

  /** A page of each of some streams, by one query. @returns those of which there may be more */
  private async handPages(streams: readonly Followed[]): Promise<Followed[]> {
    const rows: PageRow[] = await this.dataSource.query(
      `SELECT head.id, head.epoch, head.seq AS head, r.seq, r.at, r.type, r.body::text AS body
         FROM unnest($1::uuid[], $2::bigint[]) AS f(id, since)
         JOIN stream_heads head ON head.id = f.id
         LEFT JOIN LATERAL (SELECT * FROM stream_rows r WHERE r.stream_id = f.id AND r.seq > f.since
                             ORDER BY r.seq LIMIT $3) AS r ON true
        ORDER BY head.id, r.seq`,
      [streams.map(({ streamId }) => streamId), streams.map(({ seq }) => seq), pageRows],
    );
    const pages = Map.groupBy(rows, ({ id }) => id);
    // A change tells thousands of people the same, each in a stream of their own.
    const bodies = new Map<string, object>();
    const bodyOf = (text: string): object => {
      let body = bodies.get(text);
      if (body === undefined) bodies.set(text, (body = JSON.parse(text) as object));
      return body;
    };
    return streams.filter((followed) => this.handPage(followed, pages.get(followed.streamId) ?? [], bodyOf));
  }

  /** @returns whether there may be more */
  private handPage(followed: Followed, page: readonly PageRow[], bodyOf: (text: string) => object): boolean {
    const [first] = page;
    if (!first || this.stopped || this.followedById.get(followed.streamId) !== followed) return false;
    const head = Number(first.head);
    if (first.epoch !== followed.epoch || head < followed.seq) {
      this.goOnFrom(followed, first.epoch, head);
      return false;
    }
    const changes = page.flatMap((row) =>
      row.seq === null ? [] : [toChange({ ...row, seq: row.seq, body: bodyOf(row.body) })],
    );
    const last = changes.at(-1);
    if (!last) return false;
    const from = followed.seq;
    if (last.seq - from !== changes.length) {
      this.goOnFrom(followed, first.epoch, head);
      return false;
    }
    followed.seq = last.seq;
    const { eventId, stream, epoch } = followed;
    this.tell(this.rowListeners, { eventId, stream, epoch, from, seq: last.seq, changes });
    return changes.length === pageRows;
  }

  private goOnFrom(followed: Followed, epoch: string, seq: number): void {
    followed.epoch = epoch;
    followed.seq = seq;
    this.tell(this.resetListeners, { eventId: followed.eventId, stream: followed.stream, epoch, seq });
  }

  private tell<T>(listeners: readonly ((news: T) => void)[], news: T): void {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        this.log.error(`a listener of the streams failed: ${String(error)}`);
      }
    }
  }
}
