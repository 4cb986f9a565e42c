import { findConflicts, type Conflict } from './conflicts.js';
import type { Instant, Programme, Slot, SlotChangeType, Texts } from './programme.js';
import { reflow, resourcesOf, type ReflowMove, type ReflowSlot } from './reflow.js';

export type LiveChangeCommand =
  | { type: 'delay'; minutes: number; cascade: boolean }
  | { type: 'move'; startsAt?: Instant; roomId?: string | null; onlineRoomId?: string | null }
  | { type: 'extend'; minutes: number; cascade: boolean }
  | { type: 'cancel' | 'reinstate' | 'start' | 'end' };

export type LiveChangeRefusal =
  | 'slot.cancelled'
  | 'slot.ended'
  | 'slot.running'
  | 'slot.notCancelled'
  | 'slot.notRunning'
  | 'change.nothing'
  | 'change.tooShort'
  | 'room.unknown'
  | 'room.none'
  | 'slot.unknown';

/** A slot as it would be after the change. */
export interface PlannedChange {
  /** Code of its session. */
  session: string;
  type: SlotChangeType;
  slot: Slot;
  /** Code of the session that moves it along; null for the slot that the change names. */
  causedBy: string | null;
}

/** A departure that people of an overrunning slot could reach before the change and cannot after it. */
export interface MissedDeparture {
  /** Code of the add-on. */
  session: string;
  departAt: Instant;
  /** Code of the session that now ends too late, and when. */
  because: string;
  endsAt: Instant;
}

export interface LiveChangePlan {
  ok: true;
  slots: PlannedChange[];
  /** Clashes that the change makes. */
  clashes: Conflict[];
  missedDepartures: MissedDeparture[];
}

export interface RefusedChange {
  ok: false;
  code: LiveChangeRefusal;
  detail: string;
}

export const defaultMinimumBreakMinutes = 5;

/**
 * What a live change does to the published programme: the after-image of every slot that moves and every clash that
 * arises. Preview and application are the same call. `at` is now, by the caller's clock.
 */
export function planLiveChange(
  programme: Pick<Programme, 'sessions' | 'rooms'>,
  slotId: string,
  command: LiveChangeCommand,
  at: Instant,
  reason: Texts | null,
  options: { minimumBreakMinutes: number } = { minimumBreakMinutes: defaultMinimumBreakMinutes },
): LiveChangePlan | RefusedChange {
  const entries = reflowSlots(programme);
  const entry = entries.find(({ slot }) => slot.id === slotId);
  if (entry === undefined) return refused('slot.unknown', 'There is no such slot in the programme.');
  const changed = change(entry.slot, command, at, programme.rooms, predecessorsEnd(entry, entries));
  if ('ok' in changed) return changed;
  const { type, ...overlay } = changed;

  const first: PlannedChange = {
    session: entry.session,
    type,
    slot: { ...entry.slot, ...overlay, version: entry.slot.version + 1, reason, changedAt: at },
    causedBy: null,
  };
  const cascades = (command.type === 'delay' || command.type === 'extend') && command.cascade;
  const followers = cascades
    ? reflow(entries, { slotId, startsAt: first.slot.startsAt, endsAt: first.slot.endsAt }, options)
    : [];
  const byId = new Map(entries.map((candidate) => [candidate.slot.id, candidate]));
  const slots = [first, ...followers.flatMap((move) => follow(byId.get(move.slotId), move, first, at))];
  return { ok: true, slots, clashes: newClashes(programme, slots), missedDepartures: missedDepartures(entries, slots) };
}

function reflowSlots({ sessions }: Pick<Programme, 'sessions'>): ReflowSlot[] {
  return sessions.flatMap(({ code, kind, speakerIds, addOn, slots }) =>
    slots.map((slot) => ({
      slot,
      session: code,
      kind,
      speakerIds,
      departAt: addOn?.departAt ?? addOn?.meetAt ?? null,
    })),
  );
}

function refused(code: LiveChangeRefusal, detail: string): RefusedChange {
  return { ok: false, code, detail };
}

function shifted(instant: Instant, minutes: number): Instant {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

type Overlay = Partial<Slot> & { type: SlotChangeType };

function change(
  slot: Slot,
  command: LiveChangeCommand,
  at: Instant,
  rooms: Programme['rooms'],
  free: Instant,
): Overlay | RefusedChange {
  const { status } = slot;
  if (command.type === 'reinstate') {
    if (status !== 'cancelled') return refused('slot.notCancelled', 'Only a cancelled slot can be reinstated.');
    return { type: 'slot.reinstated', status: 'scheduled' };
  }
  if (status === 'cancelled') return refused('slot.cancelled', 'The slot is cancelled: reinstate it first.');
  if (status === 'ended') return refused('slot.ended', 'The slot has ended.');
  switch (command.type) {
    case 'delay':
      return delay(slot, command.minutes, free);
    case 'extend':
      return extend(slot, command.minutes);
    case 'move':
      return move(slot, command, rooms);
    case 'cancel':
      return { type: 'slot.cancelled', status: 'cancelled' };
    case 'start':
      if (status === 'running') return refused('slot.running', 'The slot is running already.');
      return { type: 'slot.started', status: 'running', startsAt: at, endsAt: keptEnd(slot, at) };
    case 'end':
      if (status !== 'running') return refused('slot.notRunning', 'The slot has not been started.');
      return { type: 'slot.ended', status: 'ended', endsAt: at < slot.startsAt ? slot.startsAt : at };
  }
}

/** A slot that starts after its end was due keeps its length. */
function keptEnd(slot: Slot, start: Instant): Instant {
  if (slot.endsAt > start) return slot.endsAt;
  return new Date(Date.parse(start) + Date.parse(slot.endsAt) - Date.parse(slot.startsAt)).toISOString();
}

/** When the last of the slots that end before this one and share a room or speaker with it ends; empty without any. */
function predecessorsEnd(entry: ReflowSlot, entries: readonly ReflowSlot[]): Instant {
  const resources = new Set(resourcesOf(entry));
  return entries
    .filter(
      ({ slot }) => slot.id !== entry.slot.id && slot.status !== 'cancelled' && slot.endsAt <= entry.slot.startsAt,
    )
    .filter((other) => resourcesOf(other).some((resource) => resources.has(resource)))
    .reduce((latest, { slot }) => (slot.endsAt > latest ? slot.endsAt : latest), '');
}

function delay(slot: Slot, minutes: number, free: Instant): Overlay | RefusedChange {
  if (slot.status === 'running') return refused('slot.running', 'The slot is running: extend it instead.');
  const wanted = shifted(slot.startsAt, minutes);
  // Catching up ends at the plan, or at what ends before; a slot that was moved before its plan stays where it is.
  const due = slot.plannedStartsAt < slot.startsAt ? slot.plannedStartsAt : slot.startsAt;
  const limit = due < free ? free : due;
  const startsAt = minutes < 0 && wanted < limit ? limit : wanted;
  if (startsAt === slot.startsAt) return refused('change.nothing', 'The slot would start when it starts now.');
  const length = Date.parse(slot.endsAt) - Date.parse(slot.startsAt);
  return { type: 'slot.delayed', startsAt, endsAt: new Date(Date.parse(startsAt) + length).toISOString() };
}

function extend(slot: Slot, minutes: number): Overlay | RefusedChange {
  if (minutes === 0) return refused('change.nothing', 'The slot would end when it ends now.');
  const endsAt = shifted(slot.endsAt, minutes);
  if (endsAt <= slot.startsAt) return refused('change.tooShort', 'The slot would end before it starts.');
  return { type: 'slot.extended', endsAt };
}

function move(
  slot: Slot,
  command: LiveChangeCommand & { type: 'move' },
  rooms: Programme['rooms'],
): Overlay | RefusedChange {
  const startsAt = command.startsAt ?? slot.startsAt;
  const roomId = command.roomId === undefined ? slot.roomId : command.roomId;
  const onlineRoomId = command.onlineRoomId === undefined ? slot.onlineRoomId : command.onlineRoomId;
  if (startsAt !== slot.startsAt && slot.status === 'running') {
    return refused('slot.running', 'The slot is running: only its rooms can change.');
  }
  const isKind = (id: string | null, kind: 'physical' | 'online'): boolean =>
    id === null || rooms.some((room) => room.id === id && room.kind === kind);
  if (!isKind(roomId, 'physical')) return refused('room.unknown', 'roomId is no physical room of the programme.');
  if (!isKind(onlineRoomId, 'online'))
    return refused('room.unknown', 'onlineRoomId is no online room of the programme.');
  if (roomId === null && onlineRoomId === null && (slot.roomId !== null || slot.onlineRoomId !== null)) {
    return refused('room.none', 'A slot keeps a room or an online room: cancel it instead.');
  }
  if (startsAt === slot.startsAt && roomId === slot.roomId && onlineRoomId === slot.onlineRoomId) {
    return refused('change.nothing', 'The slot stands there already.');
  }
  const length = Date.parse(slot.endsAt) - Date.parse(slot.startsAt);
  return {
    type: 'slot.moved',
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + length).toISOString(),
    roomId,
    onlineRoomId,
  };
}

function follow(entry: ReflowSlot | undefined, move: ReflowMove, first: PlannedChange, at: Instant): PlannedChange[] {
  if (entry === undefined) return [];
  const { slot } = entry;
  const { startsAt, endsAt } = move;
  const type = startsAt === slot.startsAt ? 'slot.extended' : 'slot.delayed';
  const after = { ...slot, startsAt, endsAt, version: slot.version + 1, reason: first.slot.reason, changedAt: at };
  return [{ session: entry.session, type, slot: after, causedBy: first.session }];
}

function newClashes({ sessions }: Pick<Programme, 'sessions'>, changes: PlannedChange[]): Conflict[] {
  const after = new Map(changes.map(({ slot }) => [slot.id, slot]));
  const name = ({ kind, id, slots }: Conflict): string => `${kind} ${id} ${slots.toSorted().join(' ')}`;
  const before = new Set(findConflicts(sessions).map(name));
  const moved = sessions.map((session) => ({
    ...session,
    slots: session.slots.map((slot) => after.get(slot.id) ?? slot),
  }));
  return findConflicts(moved).filter((conflict) => !before.has(name(conflict)));
}

function missedDepartures(entries: readonly ReflowSlot[], changes: readonly PlannedChange[]): MissedDeparture[] {
  const before = new Map(entries.map(({ slot }) => [slot.id, slot]));
  const day = 86_400_000;
  return changes.flatMap(({ session, slot }) => {
    const oldEnd = before.get(slot.id)?.endsAt ?? slot.endsAt;
    if (slot.endsAt <= oldEnd || slot.status === 'cancelled') return [];
    const waiting = entries.filter((entry) => entry.session !== session && entry.slot.status === 'scheduled');
    const departures = new Map(waiting.map((entry) => [entry.session, entry.departAt]));
    return [...departures].flatMap(([addOn, departAt]) =>
      departAt !== null &&
      departAt >= oldEnd &&
      departAt < slot.endsAt &&
      Date.parse(departAt) - Date.parse(oldEnd) < day
        ? [{ session: addOn, departAt, because: session, endsAt: slot.endsAt }]
        : [],
    );
  });
}
