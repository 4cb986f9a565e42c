import { compareText } from './order.js';
import type { Instant, SlotStatus } from './programme.js';

export interface ConflictSlot {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  roomId: string | null;
  onlineRoomId: string | null;
  /** Absent in a draft. Cancelled slots take no room and no speaker. */
  status?: SlotStatus;
}

export interface ConflictSession {
  code: string;
  speakerIds: readonly string[];
  slots: readonly ConflictSlot[];
}

/** Two slots that want the same room or person at the same time. The earlier stands first. */
export interface Conflict {
  kind: 'room' | 'online-room' | 'speaker';
  /** The room or speaker. */
  id: string;
  slots: [string, string];
  /** Codes of their sessions. */
  sessions: [string, string];
  /** The time that they share. */
  startsAt: Instant;
  endsAt: Instant;
}

interface Use {
  kind: Conflict['kind'];
  id: string;
  slot: ConflictSlot;
  session: string;
}

/**
 * Every pair of slots that share a room, an online room or a speaker at some time. Half-open: back to back is no
 * conflict. Slots of zero length and cancelled ones make none; simultaneous slots of one session share their speakers.
 * A sweep in O(n log n + conflicts); the result does not depend on the order of the input.
 */
export function findConflicts(sessions: readonly ConflictSession[]): Conflict[] {
  const uses = new Map<string, Use[]>();
  const use = (entry: Use): void => {
    const key = `${entry.kind} ${entry.id}`;
    const list = uses.get(key);
    if (list === undefined) uses.set(key, [entry]);
    else list.push(entry);
  };
  for (const { code, speakerIds, slots } of sessions) {
    for (const slot of slots) {
      if (slot.status === 'cancelled' || slot.startsAt >= slot.endsAt) continue;
      if (slot.roomId !== null) use({ kind: 'room', id: slot.roomId, slot, session: code });
      if (slot.onlineRoomId !== null) use({ kind: 'online-room', id: slot.onlineRoomId, slot, session: code });
      for (const id of new Set(speakerIds)) use({ kind: 'speaker', id, slot, session: code });
    }
  }
  const conflicts: Conflict[] = [];
  for (const list of uses.values()) if (list.length > 1) sweep(list, conflicts);
  return conflicts.sort(
    (a, b) =>
      compareText(a.startsAt, b.startsAt) ||
      compareText(a.kind, b.kind) ||
      compareText(a.id, b.id) ||
      compareText(a.slots[0], b.slots[0]) ||
      compareText(a.slots[1], b.slots[1]),
  );
}

function sweep(uses: Use[], conflicts: Conflict[]): void {
  uses.sort((a, b) => compareText(a.slot.startsAt, b.slot.startsAt) || compareText(a.slot.id, b.slot.id));
  let running: Use[] = [];
  for (const use of uses) {
    running = running.filter(({ slot }) => slot.endsAt > use.slot.startsAt);
    for (const other of running) {
      if (use.kind === 'speaker' && other.session === use.session) continue;
      conflicts.push({
        kind: use.kind,
        id: use.id,
        slots: [other.slot.id, use.slot.id],
        sessions: [other.session, use.session],
        startsAt: use.slot.startsAt,
        endsAt: other.slot.endsAt < use.slot.endsAt ? other.slot.endsAt : use.slot.endsAt,
      });
    }
    running.push(use);
  }
}
