import type { Mode, Slot } from './programme.js';

interface Placed {
  roomId: string | null;
  onlineRoomId: string | null;
}

/** Mode of a slot from its rooms; null while it has none. */
export function slotMode({ roomId, onlineRoomId }: Placed): Mode | null {
  if (roomId !== null) return onlineRoomId === null ? 'in-person' : 'hybrid';
  return onlineRoomId === null ? null : 'online';
}

/** Mode of a session: the union of its slots' modes; null when none has a room. */
export function sessionMode(slots: readonly Placed[]): Mode | null {
  return slotMode({
    roomId: slots.find(({ roomId }) => roomId !== null)?.roomId ?? null,
    onlineRoomId: slots.find(({ onlineRoomId }) => onlineRoomId !== null)?.onlineRoomId ?? null,
  });
}

/** Whether a slot that is planned in person is for now online alone: places in person are kept for when it is not. */
export function isOnlineForNow({
  plannedRoomId,
  roomId,
  onlineRoomId,
}: Pick<Slot, 'plannedRoomId' | 'roomId' | 'onlineRoomId'>): boolean {
  return plannedRoomId !== null && roomId === null && onlineRoomId !== null;
}
