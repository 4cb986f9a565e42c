import { isEqual } from './equal.js';
import { planMoves, sessionsAfter, type LiveChangeCommand } from './live-change.js';
import type { Instant, Programme, Session, Slot } from './programme.js';

type Standing = Pick<Programme, 'sessions' | 'rooms'>;

/**
 * The further change that takes a live change back; null where none puts everything back where it stood, since what has
 * begun or ended cannot be taken back. It is tried out on `after`, so what it gives restores times, rooms and states of
 * all slots and all departures; versions go on counting.
 */
export function undoOf(
  command: LiveChangeCommand,
  slotId: string,
  before: Standing,
  after: Standing,
  at: Instant,
): LiveChangeCommand | null {
  const was = before.sessions.flatMap(({ slots }) => slots).find(({ id }) => id === slotId);
  if (was === undefined) return null;
  const wanted = before.sessions.map(standing);
  const restores = (candidate: LiveChangeCommand): boolean => {
    const moves = planMoves(after, slotId, candidate, at, null);
    return moves.ok && isEqual(sessionsAfter(after.sessions, moves).map(standing), wanted);
  };
  return opposites(command, was).find(restores) ?? null;
}

function opposites(command: LiveChangeCommand, was: Slot): LiveChangeCommand[] {
  const { startsAt, roomId, onlineRoomId } = was;
  switch (command.type) {
    case 'delay':
      // A slot that came before its plan is not caught up with: it is moved back.
      return [
        { ...command, minutes: -command.minutes },
        { type: 'move', startsAt },
      ];
    case 'extend':
    case 'hold':
      return [{ ...command, minutes: -command.minutes }];
    case 'move':
      return [{ type: 'move', ...(command.startsAt === undefined ? {} : { startsAt }), roomId, onlineRoomId }];
    case 'cancel':
      return [{ type: 'reinstate' }];
    case 'reinstate':
      return [{ type: 'cancel' }];
    case 'swap':
      return [{ type: 'swap', withSlot: command.withSlot }];
    case 'next':
      return [{ type: 'next', item: was.turn?.item ?? null }];
    case 'start':
    case 'end':
      return [];
  }
}

/** What of a session live changes alter, without what only counts or explains. */
function standing({ code, slots, addOn }: Session): object {
  const places = slots.map(({ id, status, startsAt, endsAt, roomId, onlineRoomId, turn }) => ({
    id,
    // Whose turn it is; when it began is counted anew.
    item: turn?.item ?? null,
    status,
    startsAt,
    endsAt,
    roomId,
    onlineRoomId,
  }));
  return { code, addOn, places };
}
