import type { EntityManager } from 'typeorm';
import type {
  HeldDepartures,
  Instant,
  Programme,
  ProgrammeContent,
  ProgrammeTexts,
  ReleaseFacts,
  Session,
  Slot,
  Texts,
  Turn,
} from '@kopa/domain';
import { publishedAddOn, sessionMode } from '@kopa/domain';
import { HeldDepartureEntity } from './held-departure.entity.js';
import { PublishedSlotEntity } from './published-slot.entity.js';
import { ReleaseEntity } from './release.entity.js';

/** A slot that a release took away; its calendar entry goes on saying CANCELLED. */
export interface RemovedSlot {
  slot: Slot;
  /** Code of the session that it belonged to. */
  session: string;
  title: Texts;
  trackId: string | null;
}

/** All that an event has published, at one `seq` of its public stream. */
export interface Published {
  programme: Programme;
  texts: ProgrammeTexts;
  removedSlots: RemovedSlot[];
}

export function slotOf(row: PublishedSlotEntity): Slot {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    plannedStartsAt: row.plannedStartsAt.toISOString(),
    plannedEndsAt: row.plannedEndsAt.toISOString(),
    plannedRoomId: row.plannedRoomId,
    plannedOnlineRoomId: row.plannedOnlineRoomId,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    roomId: row.roomId,
    onlineRoomId: row.onlineRoomId,
    reason: row.reason,
    changedAt: row.changedAt.toISOString(),
    ...(row.turn === null ? {} : { turn: row.turn }),
    ...(row.swappedWith === null ? {} : { swappedWith: row.swappedWith }),
  };
}

/** The newest release of an event; null before the first. */
export async function latestRelease(manager: EntityManager, eventId: string): Promise<ReleaseEntity | null> {
  return manager.findOne(ReleaseEntity, { where: { eventId }, order: { number: 'DESC' } });
}

export function releaseFacts(row: ReleaseEntity): ReleaseFacts {
  return { number: row.number, name: row.name, message: row.message, publishedAt: row.publishedAt.toISOString() };
}

/**
 * Reads what is published in one statement, hence from one snapshot: stream head, newest release, slots and departures
 * belong together. Null before the first release.
 */
export async function loadPublished(manager: EntityManager, eventId: string): Promise<Published | null> {
  const rows: {
    epoch: string;
    seq: string;
    number: number;
    name: string;
    message: string;
    published_at: Date;
    content: ProgrammeContent;
    slots: SlotJson[] | null;
    held: Record<string, string> | null;
  }[] = await manager.query(
    `SELECT h.epoch, h.seq, r.number, r.name, r.message, r.published_at, r.content,
            (SELECT json_agg(row_to_json(p)) FROM published_slots p WHERE p.event_id = $1) AS slots,
            (SELECT json_object_agg(d.session_id, d.depart_at) FROM held_departures d WHERE d.event_id = $1) AS held
       FROM stream_heads h
       JOIN LATERAL (SELECT * FROM releases WHERE event_id = $1 ORDER BY number DESC LIMIT 1) r ON true
      WHERE h.event_id = $1 AND h.name = 'event'`,
    [eventId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const slots = (row.slots ?? []).map((json) => ({ json, slot: slotOfJson(json) }));
  const bySession = Map.groupBy(
    slots.filter(({ json }) => json.removed_at === null),
    ({ json }) => json.session,
  );
  const { texts, sessions: planned, ...frame } = row.content;
  const held = new Map(Object.entries(row.held ?? {}).map(([id, departAt]) => [id, wire(departAt)]));
  // A slot that stays published by the organiser's choice, though the draft dropped its session, is in the content:
  // a release stores what it publishes, not what the draft asked for.
  const sessions = planned.map((session): Session => {
    const own = (bySession.get(session.code) ?? []).map(({ slot }) => slot).sort(byPlannedStart);
    const addOn = session.addOn && publishedAddOn(session.addOn, held.get(session.id));
    return { ...session, addOn, mode: sessionMode(own), slots: own };
  });
  return {
    programme: {
      ...frame,
      epoch: row.epoch,
      seq: Number(row.seq),
      release: {
        number: row.number,
        name: row.name,
        message: row.message,
        publishedAt: row.published_at.toISOString(),
      },
      sessions,
    },
    texts,
    removedSlots: slots.flatMap(({ json, slot }) =>
      json.removed_title === null
        ? []
        : [{ slot, session: json.session, title: json.removed_title, trackId: json.removed_track_id }],
    ),
  };
}

/** All slots that are or were published, by id: a slot that returns continues its version. */
export async function loadPublishedSlots(manager: EntityManager, eventId: string): Promise<PublishedSlotEntity[]> {
  return manager.find(PublishedSlotEntity, { where: { eventId } });
}

/** When departures that are held leave now, by the id of their session. */
export async function loadHeldDepartures(manager: EntityManager, eventId: string): Promise<Map<string, Instant>> {
  const rows = await manager.findBy(HeldDepartureEntity, { eventId });
  return new Map(rows.map(({ sessionId, departAt }) => [sessionId, departAt.toISOString()]));
}

/** Writes all that is held of an event, under the lock of its programme; what is not named is held no more. */
export async function writeHeldDepartures(
  manager: EntityManager,
  eventId: string,
  held: HeldDepartures,
): Promise<void> {
  const rows = [...held].map(([sessionId, departAt]) => ({ session_id: sessionId, depart_at: departAt }));
  await manager.query(
    `WITH held AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS n(session_id uuid, depart_at timestamptz)),
          gone AS (DELETE FROM held_departures d WHERE d.event_id = $1
                      AND NOT EXISTS (SELECT 1 FROM held WHERE held.session_id = d.session_id))
     INSERT INTO held_departures (session_id, event_id, depart_at) SELECT session_id, $1, depart_at FROM held
     ON CONFLICT (session_id) DO UPDATE SET depart_at = excluded.depart_at`,
    [eventId, JSON.stringify(rows)],
  );
}

export interface PublishedSlotRow {
  slot: Slot;
  session: string;
  removed: { at: string; title: Texts; trackId: string | null } | null;
}

/** Writes after-images of slots, new or known, in one statement. */
export async function writePublishedSlots(
  manager: EntityManager,
  eventId: string,
  rows: PublishedSlotRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `INSERT INTO published_slots (id, event_id, session, version, status, planned_starts_at, planned_ends_at,
        planned_room_id, planned_online_room_id, starts_at, ends_at, room_id, online_room_id, reason, changed_at, turn, swapped_with,
        removed_at, removed_title, removed_track_id)
     SELECT id, $1, session, version, status, planned_starts_at, planned_ends_at, planned_room_id,
        planned_online_room_id, starts_at, ends_at, room_id, online_room_id, reason, changed_at, turn, swapped_with, removed_at,
        removed_title, removed_track_id
       FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, session text, version int, status text,
        planned_starts_at timestamptz, planned_ends_at timestamptz, planned_room_id uuid, planned_online_room_id uuid,
        starts_at timestamptz, ends_at timestamptz, room_id uuid, online_room_id uuid, reason jsonb,
        changed_at timestamptz, turn jsonb, swapped_with text, removed_at timestamptz, removed_title jsonb, removed_track_id uuid)
     ON CONFLICT (id) DO UPDATE SET session = excluded.session, version = excluded.version, status = excluded.status,
        planned_starts_at = excluded.planned_starts_at, planned_ends_at = excluded.planned_ends_at,
        planned_room_id = excluded.planned_room_id, planned_online_room_id = excluded.planned_online_room_id,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, room_id = excluded.room_id,
        online_room_id = excluded.online_room_id, reason = excluded.reason, changed_at = excluded.changed_at, turn = excluded.turn,
        swapped_with = excluded.swapped_with,
        removed_at = excluded.removed_at, removed_title = excluded.removed_title,
        removed_track_id = excluded.removed_track_id`,
    [eventId, JSON.stringify(rows.map(jsonOf))],
  );
}

interface SlotJson {
  id: string;
  session: string;
  version: number;
  status: Slot['status'];
  planned_starts_at: string;
  planned_ends_at: string;
  planned_room_id: string | null;
  planned_online_room_id: string | null;
  starts_at: string;
  ends_at: string;
  room_id: string | null;
  online_room_id: string | null;
  reason: Texts | null;
  changed_at: string;
  turn: Turn | null;
  swapped_with: string | null;
  removed_at: string | null;
  removed_title: Texts | null;
  removed_track_id: string | null;
}

function jsonOf({ slot, session, removed }: PublishedSlotRow): SlotJson {
  return {
    id: slot.id,
    session,
    version: slot.version,
    status: slot.status,
    planned_starts_at: slot.plannedStartsAt,
    planned_ends_at: slot.plannedEndsAt,
    planned_room_id: slot.plannedRoomId,
    planned_online_room_id: slot.plannedOnlineRoomId,
    starts_at: slot.startsAt,
    ends_at: slot.endsAt,
    room_id: slot.roomId,
    online_room_id: slot.onlineRoomId,
    reason: slot.reason,
    changed_at: slot.changedAt,
    turn: slot.turn ?? null,
    swapped_with: slot.swappedWith ?? null,
    removed_at: removed?.at ?? null,
    removed_title: removed?.title ?? null,
    removed_track_id: removed?.trackId ?? null,
  };
}

/** PostgreSQL prints instants in its own form; the wire has one. */
const wire = (instant: string): string => new Date(instant).toISOString();

function slotOfJson(json: SlotJson): Slot {
  return {
    id: json.id,
    version: json.version,
    status: json.status,
    plannedStartsAt: wire(json.planned_starts_at),
    plannedEndsAt: wire(json.planned_ends_at),
    plannedRoomId: json.planned_room_id,
    plannedOnlineRoomId: json.planned_online_room_id,
    startsAt: wire(json.starts_at),
    endsAt: wire(json.ends_at),
    roomId: json.room_id,
    onlineRoomId: json.online_room_id,
    reason: json.reason,
    changedAt: wire(json.changed_at),
    ...(json.turn === null ? {} : { turn: json.turn }),
    ...(json.swapped_with === null ? {} : { swappedWith: json.swapped_with }),
  };
}

const byPlannedStart = (a: Slot, b: Slot): number =>
  a.plannedStartsAt === b.plannedStartsAt ? (a.id < b.id ? -1 : 1) : a.plannedStartsAt < b.plannedStartsAt ? -1 : 1;
