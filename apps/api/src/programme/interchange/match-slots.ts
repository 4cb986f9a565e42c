import { v5 as uuid5 } from 'uuid';
import type { Instant, PlannedSlot, Room } from '@kopa/domain';

export interface WantedSlot {
  startsAt: Instant;
  endsAt: Instant;
  room: Room | null;
}

/**
 * The slots of a session as a file wants them, each keeping the id of the current slot that it continues: the one in
 * the same room at the same time, else in the same room, else the next one left, in order of start. A further slot gets
 * the id uuid5(session id, `slot:n`) with the smallest unused n, so that a session that vanishes and returns has the
 * same slots. In order of start, then id.
 */
export function matchSlots(
  sessionId: string,
  current: readonly PlannedSlot[],
  wanted: readonly WantedSlot[],
): PlannedSlot[] {
  const inOrder = wanted.toSorted(
    (a, b) => compare(a.startsAt, b.startsAt) || compare(a.room?.id ?? '', b.room?.id ?? ''),
  );
  const left = new Set(current);
  const continued = new Map<WantedSlot, PlannedSlot>();
  const inRoom = (slot: PlannedSlot, { room }: WantedSlot): boolean =>
    room === null
      ? slot.roomId === null && slot.onlineRoomId === null
      : slot.roomId === room.id || slot.onlineRoomId === room.id;
  const passes: ((slot: PlannedSlot, want: WantedSlot) => boolean)[] = [
    (slot, want) => slot.startsAt === want.startsAt && inRoom(slot, want),
    inRoom,
    () => true,
  ];
  for (const fits of passes) {
    for (const want of inOrder) {
      if (continued.has(want)) continue;
      const slot = [...left].find((candidate) => fits(candidate, want));
      if (slot === undefined) continue;
      continued.set(want, slot);
      left.delete(slot);
    }
  }
  const used = new Set(current.map((slot) => slot.id));
  return inOrder
    .map((want) => {
      const before = continued.get(want);
      const id = before?.id ?? unusedId(sessionId, used);
      return { id, startsAt: want.startsAt, endsAt: want.endsAt, ...placeIn(before, want.room) };
    })
    .sort((a, b) => compare(a.startsAt, b.startsAt) || compare(a.id, b.id));
}

function unusedId(sessionId: string, used: Set<string>): string {
  for (let n = 1; ; n += 1) {
    const id = uuid5(`slot:${n}`, sessionId);
    if (used.has(id)) continue;
    used.add(id);
    return id;
  }
}

/**
 * A file knows one room of a slot. Organisers may have added the other half of a hybrid slot by hand: it stays, the
 * half of the same kind follows the file. A slot with one room just gets the file's.
 */
function placeIn(before: PlannedSlot | undefined, room: Room | null): Pick<PlannedSlot, 'roomId' | 'onlineRoomId'> {
  if (room === null) return { roomId: null, onlineRoomId: null };
  const hybrid = before !== undefined && before.roomId !== null && before.onlineRoomId !== null;
  return room.kind === 'physical'
    ? { roomId: room.id, onlineRoomId: hybrid ? before.onlineRoomId : null }
    : { roomId: hybrid ? before.roomId : null, onlineRoomId: room.id };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
