import type { LiveChangeAnswer, LiveChangeRequest, SessionChangeRequest } from '@kopa/contracts';
import {
  applyChanges,
  undoOf,
  type LiveChangeCommand,
  type Programme,
  type Session,
  type Slot,
  type Texts,
} from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { newKey } from '../../registration/new-key.js';
import { applyChange, type Order } from './remote.js';

/** A session and the one of its slots that is to be changed. */
export interface Placed {
  session: Session;
  slot: Slot;
}

/** Finds a slot where it stands now. */
export function placedIn({ sessions }: Pick<Programme, 'sessions'>, slotId: string): Placed | null {
  for (const session of sessions) {
    const slot = session.slots.find(({ id }) => id === slotId);
    if (slot !== undefined) return { session, slot };
  }
  return null;
}

/** The versions of what a change concerns, as they were seen. */
export interface Seen {
  slotVersion: number;
  /** Of the slot that is swapped with. */
  withVersion?: number;
}

/** The versions that a change of this kind is checked against: that of the first slot where it concerns them all. */
export function versionSeen(command: LiveChangeCommand, { session, slot }: Placed, programme: Programme): Seen {
  const other = command.type === 'swap' ? placedIn(programme, command.withSlot) : null;
  return {
    slotVersion: command.type === 'hold' ? (session.slots[0]?.version ?? slot.version) : slot.version,
    ...(other === null ? {} : { withVersion: other.slot.version }),
  };
}

/** The body that asks for a change of a slot as it was seen. */
export function requestOf(
  command: LiveChangeCommand,
  { session, slot }: Placed,
  { slotVersion, withVersion }: Seen,
  reason: Texts | null = null,
): SessionChangeRequest {
  const seen = { session: session.code, slotVersion, ...(reason === null ? {} : { reason }) };
  if (command.type === 'swap') {
    return { ...command, ...seen, slot: slot.id, ...(withVersion === undefined ? {} : { withVersion }) };
  }
  return command.type === 'hold' ? { ...command, ...seen } : { ...command, ...seen, slot: slot.id };
}

/** What was asked for last, how it stood before, and what takes it back. */
export interface Done {
  what: LiveChangeRequest['type'];
  /** The last first; null where it cannot be taken back. */
  undo: Order[] | null;
  /** What was to follow it was refused. */
  isPartly: boolean;
}

/** Sends orders one after another; sent again after a lost connection, none is done twice. */
export async function carryOut(slug: string, orders: readonly Order[], before: Programme): Promise<Done> {
  const [first] = orders;
  if (first === undefined) throw new Error('There is nothing to carry out');
  let standing: Programme | null = before;
  let undo: Order[] | null = [];
  for (const order of orders) {
    let answer: LiveChangeAnswer;
    try {
      answer = await applyChange(slug, order);
    } catch (problem) {
      // What went before it is done, and is said to be.
      if (order !== first && problem instanceof Refused && problem.status < 500) {
        return { what: first.request.type, undo, isPartly: true };
      }
      throw problem;
    }
    const after: Programme | null = standing === null ? null : standingAfter(standing, answer);
    const back = standing === null || after === null ? null : takeBack(order.request, standing, after);
    undo = undo === null || back === null ? null : [{ request: back, key: newKey() }, ...undo];
    standing = after;
  }
  return { what: first.request.type, undo, isPartly: false };
}

function standingAfter(programme: Programme, { changes }: LiveChangeAnswer): Programme | null {
  const after = applyChanges(programme, changes);
  return after === 'refetch' ? null : after;
}

function takeBack(request: LiveChangeRequest, before: Programme, after: Programme): LiveChangeRequest | null {
  // A whole day is taken back by what switched it.
  if ('date' in request) return null;
  const { session: code, slotVersion: _, reason: _why, ...rest } = request;
  const { slot: named, ...command } = { slot: undefined, ...rest };
  const slotId = named ?? before.sessions.find((session) => session.code === code)?.slots[0]?.id;
  const placed = slotId === undefined ? null : placedIn(after, slotId);
  if (placed === null) return null;
  const back = undoOf(command as LiveChangeCommand, placed.slot.id, before, after, new Date().toISOString());
  return back === null ? null : requestOf(back, placed, versionSeen(back, placed, after));
}
