import { isOnlineForNow } from './mode.js';
import { lateness } from './now-next.js';
import type { Slot } from './programme.js';

/** A start that is later than planned by more is no delay any more: who hears "330 min late" looks for the wrong thing. */
export const lateUpToMinutes = 60;

/** How a slot stands beside its plan, as people say it. */
export type Shift =
  | { kind: 'late'; minutes: number }
  /** To another time: earlier, or much later, or later in another room. */
  | { kind: 'moved' }
  /** Code of the session with which it changed places. */
  | { kind: 'swapped'; with: string }
  | { kind: 'room' }
  /** From a room to online alone. */
  | { kind: 'online' };

type Standing = Pick<
  Slot,
  'startsAt' | 'plannedStartsAt' | 'roomId' | 'plannedRoomId' | 'onlineRoomId' | 'plannedOnlineRoomId' | 'swappedWith'
>;

/**
 * What is said of a slot that does not stand as planned: of its time first, then of its rooms; nothing where it does. A
 * swap says both at once. It is late only by up to an hour and in its own room (or none): else it is moved.
 */
export function shiftsOf(slot: Standing): Shift[] {
  const { roomId, plannedRoomId, onlineRoomId, plannedOnlineRoomId, swappedWith } = slot;
  const minutes = lateness(slot);
  const isElsewhere = roomId !== plannedRoomId || onlineRoomId !== plannedOnlineRoomId;
  if (minutes === 0 && !isElsewhere) return [];
  if (swappedWith !== undefined) return [{ kind: 'swapped', with: swappedWith }];
  const isLate = minutes > 0 && minutes <= lateUpToMinutes && (roomId === plannedRoomId || roomId === null);
  return [
    ...(minutes === 0 ? [] : [isLate ? { kind: 'late' as const, minutes } : { kind: 'moved' as const }]),
    ...(isElsewhere ? [{ kind: isOnlineForNow(slot) ? ('online' as const) : ('room' as const) }] : []),
  ];
}
