import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** The channel of PostgreSQL's NOTIFY; a payload is `<stream id>:<seq>`. */
export const notifyChannel = 'kopa_streams';
/** Payload that wakes tails for many streams. */
export const everyStream = '*';

/** More missing rows than this, or more bytes of bodies, are answered by a reset: the snapshot is cheaper. */
export const replayLimits = { rows: 1_000, bytes: 512 * 1024 } as const;

/** A row before it has its number. Over 64 KB the caller publishes `refetch` instead of the after-image. */
export interface NewRow {
  type: string;
  body: object;
}

/** A row for one of several streams. */
export interface RowOfStream extends NewRow {
  stream: string;
}

/** A row as it goes over the wire: number, instant (ISO 8601 UTC), type, and the after-image's own fields. */
export interface StreamChange {
  seq: number;
  at: string;
  type: string;
  [field: string]: unknown;
}

/** The rows after `from` up to `seq`, in order; `changes` is empty when `from` equals `seq`. */
export interface StreamRows {
  kind: 'rows';
  epoch: string;
  from: number;
  seq: number;
  changes: StreamChange[];
}

/** The asker's position cannot be continued from; `seq` is the head's. */
export interface StreamReset {
  kind: 'reset';
  reason: 'epoch.unknown' | 'since.ahead' | 'since.behind';
  epoch: string;
  seq: number;
}

export interface StreamHead {
  streamId: string;
  epoch: string;
  seq: number;
}

/** Makes the wire form of a stored row; the row's own number, instant and type win over fields of its body. */
export function toChange(row: { seq: string | number; at: Date; type: string; body: object }): StreamChange {
  return { ...row.body, seq: Number(row.seq), at: row.at.toISOString(), type: row.type };
}

/** The change streams of events: appended in the publisher's transaction, read by number (design.md §4). */
@Injectable()
export class StreamService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Creates the heads of an event's streams that do not exist yet, at `seq` 0. Streams of one event share an epoch.
   * @param names e.g. `['event', 'organisers']`
   */
  async createHeads(manager: EntityManager, eventId: string, names: readonly string[]): Promise<void> {
    await manager.query(
      `INSERT INTO stream_heads (id, event_id, name, epoch, seq)
       SELECT gen_random_uuid(), $1, name,
              coalesce((SELECT epoch FROM stream_heads WHERE event_id = $1 LIMIT 1), $3::uuid), 0
       FROM unnest($2::text[]) AS name
       ON CONFLICT (event_id, name) DO NOTHING`,
      [eventId, names, randomUUID()],
    );
  }

  /**
   * Appends rows to a stream and wakes the tails at commit. Call it last in the transaction: the head's row stays
   * locked until commit, which makes commit order `seq` order and a rolled-back publisher leave no gap.
   * @returns the stream's epoch, its `seq` before (`from`) and after
   * @throws Error when the stream has no head, or a caller gives no rows
   */
  async append(
    manager: EntityManager,
    eventId: string,
    stream: string,
    rows: readonly NewRow[],
    at: Date,
  ): Promise<{ epoch: string; from: number; seq: number }> {
    if (rows.length === 0) throw new Error(`nothing to append to stream ${stream}`);
    const found: { epoch: string; seq: string }[] = await manager.query(
      `WITH head AS (
         UPDATE stream_heads SET seq = seq + $3::int
         WHERE event_id = $1 AND name = $2
         RETURNING id, epoch, seq
       ), appended AS (
         INSERT INTO stream_rows (stream_id, seq, at, type, body)
         SELECT head.id, head.seq - $3::int + given.position, $5::timestamptz, given.entry->>'type', given.entry->'body'
         FROM head, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS given(entry, position)
       )
       SELECT epoch, seq, pg_notify('${notifyChannel}', id || ':' || seq) FROM head`,
      [eventId, stream, rows.length, JSON.stringify(rows.map(({ type, body }) => ({ type, body }))), at],
    );
    const head = found[0];
    if (!head) throw new Error(`event ${eventId} has no stream ${stream}`);
    const seq = Number(head.seq);
    return { epoch: head.epoch, from: seq - rows.length, seq };
  }

  /**
   * Appends rows to many streams of an event in one statement, in their order. Streams without a head are left. Tails are
   * woken by one NOTIFY for all: one each would hold all commits up. Call it last, as `append`.
   */
  async appendToMany(manager: EntityManager, eventId: string, rows: readonly RowOfStream[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    // What many are told alike is sent once.
    const texts = rows.map(({ body }) => JSON.stringify(body));
    const bodies = new Map([...new Set(texts)].map((text, index) => [text, index]));
    const names = rows.map(({ stream }) => stream);
    await manager.query('SELECT FROM stream_heads WHERE event_id = $1 AND name = ANY($2) ORDER BY id FOR UPDATE', [
      eventId,
      names,
    ]);
    await manager.query(
      `WITH given AS (
         SELECT h.id AS head, row_number() OVER (PARTITION BY h.id ORDER BY n.ordinal) AS nth, n.type,
                $5::jsonb -> n.body AS body
           FROM unnest($2::text[], $3::text[], $4::int[]) WITH ORDINALITY AS n(name, type, body, ordinal)
           JOIN stream_heads h ON h.event_id = $1 AND h.name = n.name
       ), risen AS (
         UPDATE stream_heads h SET seq = h.seq + counted.rows
           FROM (SELECT head, count(*) AS rows FROM given GROUP BY head) AS counted
          WHERE h.id = counted.head RETURNING h.id, h.seq - counted.rows AS before
       )
       INSERT INTO stream_rows (stream_id, seq, at, type, body)
       SELECT given.head, risen.before + given.nth, $6, given.type, given.body FROM given JOIN risen ON risen.id = given.head`,
      [
        eventId,
        names,
        rows.map(({ type }) => type),
        texts.map((text) => bodies.get(text)),
        `[${[...bodies.keys()].join()}]`,
        at,
      ],
    );
    await manager.query('SELECT pg_notify($1, $2)', [notifyChannel, everyStream]);
  }

  /** Where a stream stands now, as the given transaction sees it; null when it does not exist. */
  async head(
    eventId: string,
    stream: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<StreamHead | null> {
    const found: { id: string; epoch: string; seq: string }[] = await manager.query(
      'SELECT id, epoch, seq FROM stream_heads WHERE event_id = $1 AND name = $2',
      [eventId, stream],
    );
    const head = found[0];
    return head ? { streamId: head.id, epoch: head.epoch, seq: Number(head.seq) } : null;
  }

  /**
   * Reads what a follower missed, from one snapshot of the database.
   * @param since the last `seq` the follower has, 0 for none
   * @param epoch the epoch that `since` counts in; undefined when the follower does not know it
   * @returns the rows, a reset when the position cannot be continued from, or null when the stream does not exist
   */
  async read(
    eventId: string,
    stream: string,
    since: number,
    epoch?: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<StreamRows | StreamReset | null> {
    type Found = { epoch: string; head: string; bytes: string } & (
      { seq: null } | { seq: string; at: Date; type: string; body: object }
    );
    const found: Found[] = await manager.query(
      `WITH head AS (
         SELECT id, epoch, seq FROM stream_heads WHERE event_id = $1 AND name = $2
       ), missing AS MATERIALIZED (
         SELECT r.seq, r.at, r.type, r.body, octet_length(r.body::text) AS bytes
         FROM head JOIN stream_rows r ON r.stream_id = head.id
         WHERE r.seq > $3::bigint AND head.seq - $3::bigint BETWEEN 1 AND $4::int
           AND ($6::text IS NULL OR head.epoch::text = $6)
       ), total AS (
         SELECT coalesce(sum(bytes), 0) AS bytes FROM missing
       )
       SELECT head.epoch, head.seq AS head, total.bytes, m.seq, m.at, m.type, m.body
       FROM head CROSS JOIN total LEFT JOIN missing m ON total.bytes <= $5::int
       ORDER BY m.seq`,
      [eventId, stream, since, replayLimits.rows, replayLimits.bytes, epoch ?? null],
    );
    const first = found[0];
    if (!first) return null;
    const seq = Number(first.head);
    const reset = (reason: StreamReset['reason']): StreamReset => ({ kind: 'reset', reason, epoch: first.epoch, seq });
    if (epoch !== undefined && epoch !== first.epoch) return reset('epoch.unknown');
    if (since > seq) return reset('since.ahead');
    const changes = found.flatMap((row) => (row.seq === null ? [] : [toChange(row)]));
    // Fewer rows than numbers: too many, too large, or the oldest are no longer kept.
    if (changes.length !== seq - since) return reset('since.behind');
    return { kind: 'rows', epoch: first.epoch, from: since, seq, changes };
  }
}
