import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { EventEntity } from '../events/event.entity.js';
import { StreamService } from './stream.service.js';
import { StreamTail, type TailBatch, type TailEnd, type TailReset } from './stream-tail.js';

const at = new Date('2026-10-07T06:00:00.000Z');

class Heard {
  readonly batches: TailBatch[] = [];
  readonly resets: TailReset[] = [];
  readonly ends: TailEnd[] = [];
  private waiting: (() => void)[] = [];

  constructor(readonly tail: StreamTail) {
    tail.onRows((batch) => {
      this.batches.push(batch);
      this.wake();
    });
    tail.onEnd((end) => {
      this.ends.push(end);
      this.wake();
    });
    tail.onReset((reset) => {
      this.resets.push(reset);
      this.wake();
    });
  }

  /** All numbers heard, after checking that each batch goes on where the one before ended. */
  get numbers(): number[] {
    let last = this.batches[0]?.from ?? 0;
    return this.batches.flatMap(({ from, seq, changes }) => {
      expect(from).toBe(last);
      last = seq;
      return changes.map((change) => change.seq);
    });
  }

  async until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}

describe('StreamTail', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let streams: StreamService;
  let eventId: string;
  let tails: StreamTail[];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = database.dataSource;
    streams = new StreamService(dataSource);
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    tails = [];
    eventId = randomUUID();
    await dataSource.manager.insert(EventEntity, {
      id: eventId,
      slug: `event-${eventId}`,
      state: 'public',
      title: { en: 'A conference' },
      zone: 'Europe/Riga',
      firstDay: '2026-10-07',
      lastDay: '2026-10-09',
      languages: ['en'],
      uidHost: 'example.org',
    });
    await streams.createHeads(dataSource.manager, eventId, ['event', 'organisers']);
  });
  afterEach(async () => {
    for (const tail of tails) await tail.stop();
  });

  const listen = (): Heard => {
    const tail = new StreamTail(dataSource, streams);
    tails.push(tail);
    return new Heard(tail);
  };

  const append = (count = 1, stream = 'event') =>
    dataSource.transaction((manager) =>
      streams.append(
        manager,
        eventId,
        stream,
        Array.from({ length: count }, () => ({ type: 'thing.changed', body: { name: 'x' } })),
        at,
      ),
    );

  it('hands every row of concurrent writers to two tails, in order and once', async () => {
    const heard = [listen(), listen()];
    for (const { tail } of heard) expect(await tail.follow(eventId, 'event')).toMatchObject({ seq: 0 });
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let turn = 0; turn < 25; turn += 1) await append(1 + (turn % 3));
      }),
    );
    const head = await streams.head(eventId, 'event');
    const last = head?.seq ?? 0;
    for (const one of heard) {
      await one.until(() => one.batches.at(-1)?.seq === last);
      expect(one.numbers).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    }
  });

  it('hands on only what is followed, from where it was followed, until the last follower left', async () => {
    await append(2);
    const idle = listen();
    const own = listen();
    expect(await own.tail.follow(eventId, 'event')).toMatchObject({ seq: 2 });
    expect(await own.tail.follow(eventId, 'event')).toMatchObject({ seq: 2 });
    await append(1, 'organisers');
    await append(1);
    own.tail.unfollow(eventId, 'event');
    await append(1);
    await own.until(() => own.batches.at(-1)?.seq === 4);
    own.tail.unfollow(eventId, 'event');
    expect(own.tail.position(eventId, 'event')).toBeNull();
    await append(1);
    expect(await own.tail.follow(eventId, 'event')).toMatchObject({ seq: 5 });
    await append(1);
    await own.until(() => own.batches.at(-1)?.seq === 6);
    expect(own.batches.flatMap(({ stream, changes }) => changes.map(({ seq }) => [stream, seq]))).toEqual([
      ['event', 3],
      ['event', 4],
      ['event', 6],
    ]);
    expect(idle.batches).toEqual([]);
    expect(await idle.tail.follow(eventId, 'nowhere')).toBeNull();
  });

  it('misses nothing when its listening connection is cut while rows are written', async () => {
    const heard = listen();
    await heard.tail.follow(eventId, 'event');
    await append();
    await heard.until(() => heard.batches.length > 0);
    let cut = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      const ended: { pid: number }[] = await dataSource.query(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'LISTEN %' AND pid <> pg_backend_pid()
           AND pg_terminate_backend(pid)`,
      );
      cut += ended.length;
      await append();
    }
    await heard.until(() => heard.batches.at(-1)?.seq === 21);
    expect(cut).toBeGreaterThan(0);
    expect(heard.numbers).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  it('finds by its poll what nobody notified', async () => {
    const heard = listen();
    const head = await heard.tail.follow(eventId, 'event');
    await dataSource.query(
      `WITH head AS (UPDATE stream_heads SET seq = seq + 1 WHERE event_id = $1 AND name = 'event' RETURNING id, seq)
       INSERT INTO stream_rows (stream_id, seq, at, type, body) SELECT id, seq, $2, 'thing.changed', '{}' FROM head`,
      [eventId, at],
    );
    await heard.until(() => heard.batches.length > 0);
    expect(heard.batches).toEqual([
      {
        eventId,
        stream: 'event',
        epoch: head?.epoch,
        from: 0,
        seq: 1,
        changes: [{ seq: 1, at: at.toISOString(), type: 'thing.changed' }],
      },
    ]);
  });

  it('takes no stream for lost that is followed while a poll is being answered', async () => {
    await append(3, 'organisers');
    const heard = listen();
    const query = dataSource.query.bind(dataSource);
    let polls = 0;
    const spy = jest.spyOn(dataSource, 'query').mockImplementation(async (text, ...given) => {
      const answer: unknown = await query(text, ...given);
      if (text.includes('stream_heads WHERE id = ANY')) {
        polls += 1;
        if (polls === 1) await heard.tail.follow(eventId, 'organisers');
      }
      return answer;
    });
    try {
      await heard.tail.follow(eventId, 'event');
      while (polls < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      spy.mockRestore();
    }
    await append(1, 'organisers');
    await heard.until(() => heard.batches.length > 0);
    expect(heard.numbers).toEqual([4]);
    expect(heard.resets).toEqual([]);
  });

  it('tells of a reset and goes on when a backup with another epoch was restored under it', async () => {
    const heard = listen();
    await append(3);
    await heard.tail.follow(eventId, 'event');
    const epoch = randomUUID();
    await dataSource.query(`UPDATE stream_heads SET epoch = $2, seq = 1 WHERE event_id = $1 AND name = 'event'`, [
      eventId,
      epoch,
    ]);
    await dataSource.query(
      `DELETE FROM stream_rows WHERE seq > 1 AND stream_id = (SELECT id FROM stream_heads WHERE event_id = $1 AND name = 'event')`,
      [eventId],
    );
    await heard.until(() => heard.resets.length > 0);
    await append(1);
    await heard.until(() => heard.batches.length > 0);
    expect(heard.resets).toEqual([{ eventId, stream: 'event', epoch, seq: 1 }]);
    expect(heard.batches.map(({ from, seq }) => [from, seq])).toEqual([[1, 2]]);
  });

  it('goes on when a restored backup has the followed streams under other ids', async () => {
    const heard = listen();
    for (const stream of ['event', 'organisers']) await heard.tail.follow(eventId, stream);
    const epochs = [randomUUID(), randomUUID()];
    for (const [index, epoch] of epochs.entries()) {
      await dataSource.query('UPDATE stream_heads SET id = gen_random_uuid(), epoch = $2 WHERE event_id = $1', [
        eventId,
        epoch,
      ]);
      await heard.until(() => heard.resets.length >= 2 * (index + 1));
    }
    await append();
    await heard.until(() => heard.batches.length > 0);
    expect(heard.batches.map(({ from, seq }) => [from, seq])).toEqual([[0, 1]]);
    expect(heard.resets.map(({ epoch }) => epoch)).toEqual([epochs[0], epochs[0], epochs[1], epochs[1]]);
  });

  it('tells once that a followed stream has ended, and of a reset when it is back', async () => {
    const heard = listen();
    for (const stream of ['event', 'organisers']) await heard.tail.follow(eventId, stream);
    await dataSource.query("DELETE FROM stream_heads WHERE event_id = $1 AND name = 'event'", [eventId]);
    await heard.until(() => heard.ends.length > 0);
    // The other stream's reset shows that the poll came round again.
    await dataSource.query('UPDATE stream_heads SET id = gen_random_uuid() WHERE event_id = $1', [eventId]);
    await heard.until(() => heard.resets.length > 0);
    await streams.createHeads(dataSource.manager, eventId, ['event']);
    await heard.until(() => heard.resets.length > 1);
    expect(heard.ends).toEqual([{ eventId, stream: 'event' }]);
    expect(heard.resets.map(({ stream }) => stream)).toEqual(['organisers', 'event']);
  });
});
