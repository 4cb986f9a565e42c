import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { EventEntity } from '../events/event.entity.js';
import { StreamService } from './stream.service.js';

const at = new Date('2026-10-07T06:00:00.000Z');

describe('StreamService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let streams: StreamService;
  let eventId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = database.dataSource;
    streams = new StreamService(dataSource);
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
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

  const append = (count: number, body: object = { name: 'x' }) =>
    dataSource.transaction((manager) =>
      streams.append(
        manager,
        eventId,
        'event',
        Array.from({ length: count }, () => ({ type: 'thing.changed', body })),
        at,
      ),
    );

  it('numbers the rows of one call in their order and gives them back as changes', async () => {
    const rows = [
      { type: 'slot.delayed', body: { session: 'A', seq: 77 } },
      { type: 'slot.moved', body: { session: 'B' } },
    ];
    const appended = await dataSource.transaction((manager) => streams.append(manager, eventId, 'event', rows, at));
    const read = await streams.read(eventId, 'event', 0);
    expect(appended).toEqual({ epoch: read?.epoch, from: 0, seq: 2 });
    expect(read).toEqual({
      kind: 'rows',
      epoch: appended.epoch,
      from: 0,
      seq: 2,
      changes: [
        { seq: 1, at: at.toISOString(), type: 'slot.delayed', session: 'A' },
        { seq: 2, at: at.toISOString(), type: 'slot.moved', session: 'B' },
      ],
    });
  });

  it('counts each stream by itself in one epoch, and creates a head only once', async () => {
    await append(3);
    await streams.createHeads(dataSource.manager, eventId, ['event', 'session:A']);
    const heads = await Promise.all(['event', 'organisers', 'session:A'].map((name) => streams.head(eventId, name)));
    const epoch = heads[0]?.epoch;
    expect(heads.map((head) => [head?.epoch, head?.seq])).toEqual([
      [epoch, 3],
      [epoch, 0],
      [epoch, 0],
    ]);
  });

  it('leaves no gap for a cursor that follows eight concurrent writers, some of which roll back', async () => {
    const perWriter = 40;
    const writers = { done: false };
    const seen: number[] = [];
    const cursor = (async () => {
      let last = 0;
      for (;;) {
        const { done } = writers;
        const read = await streams.read(eventId, 'event', last);
        if (read?.kind !== 'rows') throw new Error('expected rows');
        seen.push(...read.changes.map(({ seq }) => seq));
        last = read.seq;
        if (done) return;
      }
    })();
    const write = async (writer: number): Promise<number> => {
      let kept = 0;
      for (let turn = 0; turn < perWriter; turn += 1) {
        const fails = turn % 5 === writer % 5;
        await dataSource
          .transaction(async (manager) => {
            await streams.append(manager, eventId, 'event', [{ type: 'thing.changed', body: { writer, turn } }], at);
            if (fails) throw new Error('rolled back on purpose');
            kept += 1;
          })
          .catch((error: unknown) => {
            if (!fails) throw error;
          });
      }
      return kept;
    };
    const kept = await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    writers.done = true;
    await cursor;
    expect(kept).toEqual(Array.from({ length: 8 }, () => 32));
    expect(seen).toEqual(Array.from({ length: 8 * 32 }, (_, index) => index + 1));
  });

  it('publishes nothing, and notifies nobody, when the transaction rolls back', async () => {
    const heard: (string | undefined)[] = [];
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('LISTEN kopa_streams');
    await expect(
      dataSource.transaction(async (manager) => {
        await streams.append(manager, eventId, 'event', [{ type: 'thing.changed', body: {} }], at);
        throw new Error('rolled back on purpose');
      }),
    ).rejects.toThrow('rolled back on purpose');
    await append(1);
    const head = await streams.head(eventId, 'event');
    await listener.query('SELECT 1');
    await listener.end();
    expect(head?.seq).toBe(1);
    expect(heard).toEqual([`${head?.streamId ?? ''}:1`]);
  });

  it('refuses a stream without a head', async () => {
    await expect(
      dataSource.transaction((manager) =>
        streams.append(manager, eventId, 'nowhere', [{ type: 'thing.changed', body: {} }], at),
      ),
    ).rejects.toThrow('has no stream nowhere');
    expect(await streams.read(eventId, 'nowhere', 0)).toBeNull();
  });

  describe('read', () => {
    it("gives the rows after `since` when the epoch is the stream's own", async () => {
      const { epoch } = await append(5);
      const read = await streams.read(eventId, 'event', 3, epoch);
      expect(read?.kind === 'rows' && [read.from, read.seq, read.changes.map(({ seq }) => seq)]).toEqual([
        3,
        5,
        [4, 5],
      ]);
    });

    it('gives no rows to one who has them all', async () => {
      const { epoch } = await append(2);
      expect(await streams.read(eventId, 'event', 2, epoch)).toEqual({
        kind: 'rows',
        epoch,
        from: 2,
        seq: 2,
        changes: [],
      });
    });

    it.each(['00000000-0000-4000-8000-000000000000', 'not even a UUID'])('resets the epoch %s', async (foreign) => {
      const { epoch } = await append(2);
      expect(await streams.read(eventId, 'event', 1, foreign)).toEqual({
        kind: 'reset',
        reason: 'epoch.unknown',
        epoch,
        seq: 2,
      });
    });

    it('resets a number ahead of the head', async () => {
      const { epoch } = await append(2);
      expect(await streams.read(eventId, 'event', 3, epoch)).toEqual({
        kind: 'reset',
        reason: 'since.ahead',
        epoch,
        seq: 2,
      });
    });

    it('gives 1,000 missing rows and resets at 1,001', async () => {
      await append(1_001);
      const read = await streams.read(eventId, 'event', 1);
      expect(read?.kind === 'rows' && read.changes.length).toBe(1_000);
      expect(await streams.read(eventId, 'event', 0)).toMatchObject({
        kind: 'reset',
        reason: 'since.behind',
        seq: 1_001,
      });
    });

    it('resets when more than 512 KB are missing, and gives the part that is less', async () => {
      for (let row = 0; row < 9; row += 1) await append(1, { text: 'x'.repeat(60_000) });
      expect(await streams.read(eventId, 'event', 0)).toMatchObject({ kind: 'reset', reason: 'since.behind' });
      expect(await streams.read(eventId, 'event', 1)).toMatchObject({ kind: 'rows', from: 1, seq: 9 });
    });

    it('resets one whose next rows are no longer kept', async () => {
      await append(5);
      const head = await streams.head(eventId, 'event');
      await dataSource.query('DELETE FROM stream_rows WHERE stream_id = $1 AND seq <= 3', [head?.streamId]);
      expect(await streams.read(eventId, 'event', 2)).toMatchObject({ kind: 'reset', reason: 'since.behind' });
      expect(await streams.read(eventId, 'event', 3)).toMatchObject({ kind: 'rows', from: 3, seq: 5 });
    });
  });
});
