import { sessionMode } from './mode.js';
import { byCode, byId, byPosition } from './order.js';
import {
  slotChangeTypes,
  type Change,
  type LogisticsUpdated,
  type Patch,
  type Programme,
  type ProgrammePatch,
  type SlotChange,
} from './programme.js';

/**
 * The programme after one row of the public stream: what every follower does, the server too. A row that was applied
 * already changes nothing. `refetch` when only a new snapshot tells: the row is too large to carry what changed, of an
 * unknown type, or not the next one.
 */
export function applyChange(programme: Programme, change: Change): Programme | 'refetch' {
  if (change.seq <= programme.seq) return programme;
  if (change.seq > programme.seq + 1) return 'refetch';
  if (change.type === 'programme.released') {
    if (change.refetch === true || change.patch === undefined) return 'refetch';
    return { ...applyPatch(programme, change.patch), seq: change.seq, release: change.release };
  }
  // What is said to everybody changes nothing of the programme.
  if (change.type === 'announcement.posted' || change.type === 'announcement.withdrawn')
    return { ...programme, seq: change.seq };
  if (change.type === 'logistics.updated') return applyLogistics(programme, change);
  // A newer server may send types that this reader does not know yet.
  return isSlotChange(change) ? applySlot(programme, change) : 'refetch';
}

const slotTypes: readonly string[] = slotChangeTypes;

/** By what is known: a newer server may send further types. */
const isSlotChange = (change: Change): change is SlotChange => slotTypes.includes(change.type);

/** All of `changes` in order, or `refetch`. */
export function applyChanges(programme: Programme, changes: readonly Change[]): Programme | 'refetch' {
  let current = programme;
  for (const change of changes) {
    const next = applyChange(current, change);
    if (next === 'refetch') return next;
    current = next;
  }
  return current;
}

function applySlot(programme: Programme, { seq, session: code, slot }: SlotChange): Programme | 'refetch' {
  const index = programme.sessions.findIndex((session) => session.code === code);
  const session = programme.sessions[index];
  if (session === undefined || !session.slots.some(({ id }) => id === slot.id)) return 'refetch';
  const slots = session.slots.map((known) => (known.id === slot.id ? slot : known));
  const sessions = programme.sessions.with(index, { ...session, mode: sessionMode(slots), slots });
  return { ...programme, seq, sessions };
}

function applyLogistics(
  programme: Programme,
  { seq, session: code, addOn, slots: images }: LogisticsUpdated,
): Programme | 'refetch' {
  const index = programme.sessions.findIndex((session) => session.code === code);
  const session = programme.sessions[index];
  if (session === undefined || !images.every(({ id }) => session.slots.some((known) => known.id === id))) {
    return 'refetch';
  }
  const slots = session.slots.map((known) => images.find(({ id }) => id === known.id) ?? known);
  return { ...programme, seq, sessions: programme.sessions.with(index, { ...session, addOn, slots }) };
}

/** The programme with a release's after-images, in canonical order. */
export function applyPatch(programme: Programme, patch: ProgrammePatch): Programme {
  return {
    ...programme,
    event: patch.event ?? programme.event,
    days: patch.days ?? programme.days,
    venues: patched(programme.venues, patch.venues, byId),
    rooms: patched(programme.rooms, patch.rooms, byPosition),
    tracks: patched(programme.tracks, patch.tracks, byPosition),
    speakers: patched(programme.speakers, patch.speakers, byId),
    funders: patched(programme.funders, patch.funders, byPosition),
    sessions: patched(programme.sessions, patch.sessions, byCode),
  };
}

/** A list with its after-images laid over it, in its order. */
export function patched<T extends { id: string }>(
  list: T[],
  { upserted, removed }: Patch<T>,
  order: (a: T, b: T) => number,
): T[] {
  if (upserted.length === 0 && removed.length === 0) return list;
  const gone = new Set([...removed, ...upserted.map(({ id }) => id)]);
  return [...list.filter(({ id }) => !gone.has(id)), ...upserted].sort(order);
}
