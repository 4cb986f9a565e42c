import { compareText } from './order.js';
import type { Instant, SessionKind, Slot } from './programme.js';

/** A slot with what of its session a delay depends on. */
export interface ReflowSlot {
  slot: Slot;
  /** Code of its session. */
  session: string;
  kind: SessionKind;
  speakerIds: readonly string[];
  /** When the people must leave (or meet) for it; such a slot never moves with others. */
  departAt: Instant | null;
}

export interface ReflowMove {
  slotId: string;
  startsAt: Instant;
  endsAt: Instant;
}

export interface ReflowOptions {
  /** What is left of a break at least, in minutes; a shorter break keeps its own length. */
  minimumBreakMinutes: number;
}

const minute = 60_000;
const time = (at: Instant): number => Date.parse(at);
const at = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/**
 * What moves along when `first` takes new times. Only what depends on a moved slot follows: later slots of the same
 * room, online room or speaker, and only as far as the gap does not swallow the delay. A break shrinks, down to a
 * minimum, before what follows it moves. What overlapped before stays as it was. Nothing moves before its planned
 * time, and what departs never moves. When `first` moves to earlier times, late slots that follow it directly
 * catch up by as much, no further than their plan and their predecessors allow. The moves of the followers, in order of time.
 */
export function reflow(
  slots: readonly ReflowSlot[],
  first: ReflowMove,
  { minimumBreakMinutes }: ReflowOptions,
): ReflowMove[] {
  const origin = slots.find(({ slot }) => slot.id === first.slotId);
  if (origin === undefined) return [];
  const shift = time(first.endsAt) - time(origin.slot.endsAt);
  if (shift === 0) return [];
  const followers = slots
    .filter(
      ({ slot }) => slot.status === 'scheduled' && slot.id !== first.slotId && slot.startsAt >= origin.slot.endsAt,
    )
    .sort(
      ({ slot: a }, { slot: b }) =>
        compareText(a.startsAt, b.startsAt) || compareText(a.endsAt, b.endsAt) || compareText(a.id, b.id),
    );
  const following = new Set(followers);

  const uses = new Map<string, Use>();
  const occupy = (entry: ReflowSlot, now: number, moved: boolean): void => {
    const end = { before: time(entry.slot.endsAt), now, moved };
    for (const resource of resourcesOf(entry)) {
      const use = uses.get(resource);
      if (use === undefined) uses.set(resource, { ended: { now: -Infinity, movedFrom: -Infinity }, pending: [end] });
      else use.pending.push(end);
    }
  };
  occupy(origin, time(first.endsAt), true);
  // What does not follow stands where it is, and nothing is pulled into it.
  for (const entry of slots) {
    if (entry !== origin && !following.has(entry) && entry.slot.status !== 'cancelled') {
      occupy(entry, time(entry.slot.endsAt), false);
    }
  }

  const moves: ReflowMove[] = [];
  for (const entry of followers) {
    const { slot } = entry;
    const startsAt = time(slot.startsAt);
    const endsAt = time(slot.endsAt);
    const predecessors = resourcesOf(entry).flatMap((resource) => endedBefore(uses.get(resource), startsAt) ?? []);
    // A late slot catches up with what pushed it: that ended just when it starts now.
    const depends = predecessors.some(({ movedFrom }) => (shift > 0 ? movedFrom > -Infinity : movedFrom === startsAt));
    if (entry.departAt !== null || !depends) {
      occupy(entry, endsAt, false);
      continue;
    }
    const free = Math.max(...predecessors.map(({ now }) => now));
    const moved = shift > 0 ? pushed(entry, free, minimumBreakMinutes * minute) : pulled(entry, free, shift);
    const changed = moved.startsAt !== startsAt || moved.endsAt !== endsAt;
    if (changed) moves.push({ slotId: slot.id, startsAt: at(moved.startsAt), endsAt: at(moved.endsAt) });
    occupy(entry, moved.endsAt, changed);
  }
  return moves;
}

/** How one room or speaker was used so far. */
interface Use {
  /** Of all that ended, before the change, when the slot in hand starts: the latest end now, and the latest end before
   * of what moved. */
  ended: { now: number; movedFrom: number };
  pending: { before: number; now: number; moved: boolean }[];
}

/** Asked with starts that only rise, so that each end is settled once. */
function endedBefore(use: Use | undefined, startsAt: number): Use['ended'] | undefined {
  if (use === undefined) return undefined;
  const pending: Use['pending'] = [];
  for (const end of use.pending) {
    if (end.before > startsAt) pending.push(end);
    else {
      const { now, movedFrom } = use.ended;
      use.ended = {
        now: Math.max(now, end.now),
        movedFrom: end.moved ? Math.max(movedFrom, end.before) : movedFrom,
      };
    }
  }
  use.pending = pending;
  return use.ended;
}

/** What a slot shares with others: its rooms and its speakers. */
export function resourcesOf({ slot, speakerIds }: ReflowSlot): string[] {
  return [
    ...(slot.roomId === null ? [] : [`room ${slot.roomId}`]),
    ...(slot.onlineRoomId === null ? [] : [`online ${slot.onlineRoomId}`]),
    ...speakerIds.map((id) => `speaker ${id}`),
  ];
}

function pushed({ slot, kind }: ReflowSlot, free: number, minimumBreak: number): { startsAt: number; endsAt: number } {
  const [startsAt, endsAt] = [time(slot.startsAt), time(slot.endsAt)];
  const start = Math.max(startsAt, free);
  if (kind !== 'break') return { startsAt: start, endsAt: endsAt + start - startsAt };
  return { startsAt: start, endsAt: Math.max(endsAt, start + Math.min(minimumBreak, endsAt - startsAt)) };
}

function pulled({ slot, kind }: ReflowSlot, free: number, shift: number): { startsAt: number; endsAt: number } {
  const [startsAt, endsAt] = [time(slot.startsAt), time(slot.endsAt)];
  const start = Math.min(startsAt, Math.max(time(slot.plannedStartsAt), free, startsAt + shift));
  const end = endsAt + start - startsAt;
  // A break that gave way gets its time back.
  const due = kind === 'break' ? Math.min(time(slot.plannedEndsAt), endsAt) : end;
  return { startsAt: start, endsAt: Math.max(end, due) };
}
