import { compareText } from './order.js';
import type { Instant, Programme, Slot } from './programme.js';

export interface SlotInProgramme {
  session: string;
  slot: Slot;
}

export interface RoomNow {
  roomId: string;
  now: SlotInProgramme[];
  next: SlotInProgramme | null;
}

/**
 * Now and next in each room, in the rooms' order. On now is what was started and not ended, and what should be on by
 * its actual times; next is the first that starts later. Rooms without either are left out.
 */
export function nowAndNext(programme: Pick<Programme, 'rooms' | 'sessions'>, at: Instant): RoomNow[] {
  const byRoom = new Map<string, SlotInProgramme[]>();
  for (const { code, slots } of programme.sessions) {
    for (const slot of slots) {
      if (slot.status === 'cancelled' || slot.status === 'ended') continue;
      for (const roomId of [slot.roomId, slot.onlineRoomId]) {
        if (roomId === null) continue;
        const list = byRoom.get(roomId) ?? [];
        list.push({ session: code, slot });
        byRoom.set(roomId, list);
      }
    }
  }
  return programme.rooms.flatMap(({ id }) => {
    const entries = (byRoom.get(id) ?? []).sort(
      (a, b) => compareText(a.slot.startsAt, b.slot.startsAt) || compareText(a.slot.id, b.slot.id),
    );
    const now = entries.filter(({ slot }) => isOn(slot, at));
    const next = entries.find(({ slot }) => slot.status === 'scheduled' && slot.startsAt > at) ?? null;
    return now.length === 0 && next === null ? [] : [{ roomId: id, now, next }];
  });
}

/** Whether a slot is on at an instant: started by hand, or due by its actual times. */
export function isOn(slot: Pick<Slot, 'status' | 'startsAt' | 'endsAt'>, at: Instant): boolean {
  if (slot.status === 'running') return slot.startsAt <= at;
  return slot.status === 'scheduled' && slot.startsAt <= at && at < slot.endsAt;
}

/** Minutes by which a slot starts later than planned; negative when earlier. Rounded to whole minutes. */
export function lateness(slot: Pick<Slot, 'startsAt' | 'plannedStartsAt'>): number {
  return Math.round((Date.parse(slot.startsAt) - Date.parse(slot.plannedStartsAt)) / 60_000);
}
