import { findConflicts, type Conflict } from './conflicts.js';
import { holdDeparture, type HoldRefusal } from './departure.js';
import { isEqual } from './equal.js';
import { leavesAt, missedDepartures, type MissedDeparture } from './missed-departures.js';
import type {
  Instant,
  LogisticsUpdated,
  Programme,
  Session,
  Slot,
  SlotChange,
  SlotChangeType,
  Texts,
} from './programme.js';
import { nextTurn, type TurnRefusal } from './turns.js';
import { reflow, resourcesOf, type ReflowMove, type ReflowSlot } from './reflow.js';

export type LiveChangeCommand =
  | { type: 'delay'; minutes: number; cascade: boolean }
  | { type: 'move'; startsAt?: Instant; roomId?: string | null; onlineRoomId?: string | null }
  | { type: 'extend'; minutes: number; cascade: boolean }
  | { type: 'hold'; minutes: number }
  | { type: 'swap'; withSlot: string }
  /** Starts an item in turn; without `item` the one after that whose turn it is, with null turns go by the clock again. */
  | { type: 'next'; item?: number | null }
  | { type: 'cancel' | 'reinstate' | 'start' | 'end' };

export type LiveChangeRefusal =
  | HoldRefusal
  | TurnRefusal
  | 'slot.cancelled'
  | 'slot.ended'
  | 'slot.running'
  | 'slot.notCancelled'
  | 'slot.notRunning'
  | 'change.tooShort'
  | 'room.unknown'
  | 'room.none'
  | 'swap.departs'
  | 'slot.unknown'
  | 'day.departs';

/** A slot as it would be after the change. */
export interface PlannedChange {
  /** Code of its session. */
  session: string;
  type: SlotChangeType | 'logistics.updated';
  slot: Slot;
  /** Code of the session that moves it along; null for the slot that the change names. */
  causedBy: string | null;
}

/** What a live change alters. */
export interface PlannedMoves {
  ok: true;
  slots: PlannedChange[];
  /** The logistics after the change where a departure is held; null where none is. */
  logistics: Pick<LogisticsUpdated, 'session' | 'addOn' | 'reason'> | null;
}

/** What a live change alters, and what arises from it. */
export interface LiveChangePlan extends PlannedMoves {
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

export interface LiveChangeOptions {
  minimumBreakMinutes: number;
}

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
  options: LiveChangeOptions = { minimumBreakMinutes: defaultMinimumBreakMinutes },
): LiveChangePlan | RefusedChange {
  const moves = planMoves(programme, slotId, command, at, reason, options);
  return moves.ok ? withConsequences(programme, moves) : moves;
}

/** Moves with what arises from them. */
export function withConsequences({ sessions }: Pick<Programme, 'sessions'>, moves: PlannedMoves): LiveChangePlan {
  const after = sessionsAfter(sessions, moves);
  return { ...moves, clashes: newClashes(sessions, after), missedDepartures: missedDepartures(sessions, after) };
}

/** What a live change alters alone: what `planLiveChange` tells of it besides takes longer to find out. */
export function planMoves(
  programme: Pick<Programme, 'sessions' | 'rooms'>,
  slotId: string,
  command: LiveChangeCommand,
  at: Instant,
  reason: Texts | null,
  options: LiveChangeOptions = { minimumBreakMinutes: defaultMinimumBreakMinutes },
): PlannedMoves | RefusedChange {
  const entries = reflowSlots(programme);
  const entry = entries.find(({ slot }) => slot.id === slotId);
  const session = programme.sessions.find(({ slots }) => slots.some(({ id }) => id === slotId));
  if (entry === undefined || session === undefined)
    return refused('slot.unknown', 'There is no such slot in the programme.');
  if (command.type === 'hold') return hold(session, command.minutes, { reason, changedAt: at });
  if (command.type === 'swap') return swap(programme.sessions, slotId, command.withSlot, { reason, changedAt: at });
  if (command.type === 'next') return next(session, entry.slot, command.item, at);
  const changed = change(entry.slot, command, at, programme.rooms, predecessorsEnd(entry, entries));
  if ('ok' in changed) return changed;
  const { type, ...overlay } = changed;

  const first: PlannedChange = {
    session: entry.session,
    type,
    slot: { ...unlessMoved(entry.slot, type), ...overlay, version: entry.slot.version + 1, reason, changedAt: at },
    causedBy: null,
  };
  const cascades = (command.type === 'delay' || command.type === 'extend') && command.cascade;
  const followers = cascades
    ? reflow(entries, { slotId, startsAt: first.slot.startsAt, endsAt: first.slot.endsAt }, options)
    : [];
  const byId = new Map(entries.map((candidate) => [candidate.slot.id, candidate]));
  const slots = [first, ...followers.flatMap((move) => follow(byId.get(move.slotId), move, first, at))];
  return { ok: true, slots, logistics: null };
}

/** What is moved by itself is no longer where it was swapped to. */
function unlessMoved(slot: Slot, type: SlotChangeType): Slot {
  const { swappedWith: _, ...rest } = slot;
  return type === 'slot.moved' ? rest : slot;
}

/** The sessions as a change leaves them. */
export function sessionsAfter(sessions: readonly Session[], { slots, logistics }: PlannedMoves): Session[] {
  const images = new Map(slots.map(({ slot }) => [slot.id, slot]));
  return sessions.map((session) => ({
    ...session,
    addOn: logistics?.session === session.code ? logistics.addOn : session.addOn,
    slots: session.slots.map((slot) => images.get(slot.id) ?? slot),
  }));
}

export type ChangeRow = Omit<SlotChange, 'seq' | 'at'> | Omit<LogisticsUpdated, 'seq' | 'at'>;

/** The rows of the public stream that publish a plan, in order: one a slot, or one for a departure with its slots. */
export function rowsOf({ slots, logistics }: PlannedMoves): ChangeRow[] {
  if (logistics !== null) {
    const { session, addOn, reason } = logistics;
    return [{ type: 'logistics.updated', session, addOn, slots: slots.map(({ slot }) => slot), reason }];
  }
  return slots.flatMap(({ type, session, slot, causedBy }) =>
    type === 'logistics.updated' ? [] : [{ type, session, slot, reason: slot.reason, causedBy }],
  );
}

function reflowSlots({ sessions }: Pick<Programme, 'sessions'>): ReflowSlot[] {
  return sessions.flatMap((session) => {
    const { code, kind, speakerIds } = session;
    const departAt = leavesAt(session);
    return session.slots.map((slot) => ({ slot, session: code, kind, speakerIds, departAt }));
  });
}

export function refused(code: LiveChangeRefusal, detail: string): RefusedChange {
  return { ok: false, code, detail };
}

function shifted(instant: Instant, minutes: number): Instant {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

type Overlay = Partial<Slot> & { type: SlotChangeType };

function change(
  slot: Slot,
  command: Exclude<LiveChangeCommand, { type: 'hold' | 'swap' | 'next' }>,
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

/** Holds the departure of a session: all its slots take a new version, their times stay. */
function hold(
  session: Session,
  minutes: number,
  { reason, changedAt }: Pick<Slot, 'reason' | 'changedAt'>,
): PlannedMoves | RefusedChange {
  const { code } = session;
  const forbidden = noDeparture(session);
  if (forbidden !== null) return forbidden;
  const addOn = holdDeparture(session.addOn, minutes);
  if (typeof addOn === 'string') return refused(addOn, holdDetails[addOn]);
  const slots = session.slots.map((slot): PlannedChange => ({
    session: code,
    type: 'logistics.updated',
    // Why a slot was cancelled goes on being said.
    slot: {
      ...slot,
      version: slot.version + 1,
      reason: slot.status === 'cancelled' ? slot.reason : reason,
      changedAt,
    },
    causedBy: null,
  }));
  return { ok: true, slots, logistics: { session: code, addOn, reason } };
}

const holdDetails: Readonly<Record<HoldRefusal, string>> = {
  'departure.none': 'Nothing departs for this session.',
  'departure.pastReturn': 'It would leave after it is due back: plan the journey anew in the draft.',
  'change.nothing': 'It would leave when it leaves now.',
};

function noDeparture({ slots }: Session): RefusedChange | null {
  const statuses = slots.map(({ status }) => status).filter((status) => status !== 'cancelled');
  if (statuses.length === 0) return refused('slot.cancelled', 'The slot is cancelled: reinstate it first.');
  if (statuses.includes('running')) return refused('slot.running', 'The slot is running: who travels is there.');
  if (statuses.includes('ended')) return refused('slot.ended', 'The slot has ended.');
  return null;
}

/** Starts an item of what is running. Why the slot differs from its plan goes on being said. */
function next(
  session: Session,
  slot: Slot,
  item: number | null | undefined,
  at: Instant,
): PlannedMoves | RefusedChange {
  if (slot.status === 'cancelled') return refused('slot.cancelled', 'The slot is cancelled: reinstate it first.');
  if (slot.status === 'ended') return refused('slot.ended', 'The slot has ended.');
  if (slot.status !== 'running') return refused('slot.notRunning', 'The slot has not been started.');
  const turn = nextTurn(slot, session.items, item, at);
  if (typeof turn === 'string') return refused(turn, turnDetails[turn]);
  const { turn: _, ...without } = slot;
  const after = { ...without, ...(turn === null ? {} : { turn }), version: slot.version + 1, changedAt: at };
  const moved: PlannedChange = { session: session.code, type: 'item.started', slot: after, causedBy: null };
  return { ok: true, slots: [moved], logistics: null };
}

const turnDetails: Readonly<Record<TurnRefusal, string>> = {
  'turn.none': 'Nobody speaks in turn in this session.',
  'turn.unknown': 'The session has no such item, or its last one has begun.',
  'change.nothing': 'It is its turn already.',
};

/** Two slots exchange starts and rooms; each keeps its length, so that swapping them again puts both back. */
function swap(
  sessions: readonly Session[],
  slotId: string,
  withSlot: string,
  { reason, changedAt }: Pick<Slot, 'reason' | 'changedAt'>,
): PlannedMoves | RefusedChange {
  const places = sessions.flatMap((session) => session.slots.map((slot) => ({ session, slot })));
  const one = places.find(({ slot }) => slot.id === slotId);
  const other = places.find(({ slot }) => slot.id === withSlot);
  if (one === undefined || other === undefined)
    return refused('slot.unknown', 'There is no such slot in the programme.');
  for (const { session, slot } of [one, other]) {
    if (slot.status !== 'scheduled')
      return refused(`slot.${slot.status}`, `Only what has yet to start can be swapped: "${session.code}" is not.`);
    if (leavesAt(session) !== null)
      return refused('swap.departs', `"${session.code}" has a departure, which would stay: move it by itself.`);
  }
  const placeOf = ({ startsAt, roomId, onlineRoomId }: Slot) => ({ startsAt, roomId, onlineRoomId });
  if (isEqual(placeOf(one.slot), placeOf(other.slot)))
    return refused('change.nothing', 'Both stand at the same time in the same room.');
  const put = ({ session, slot }: typeof one, place: ReturnType<typeof placeOf>, other: string): PlannedChange => {
    const length = Date.parse(slot.endsAt) - Date.parse(slot.startsAt);
    const endsAt = new Date(Date.parse(place.startsAt) + length).toISOString();
    const { swappedWith, ...without } = slot;
    // Swapping them again puts both back, and then neither is swapped.
    const named = swappedWith === other ? {} : { swappedWith: other };
    const after = { ...without, ...named, ...place, endsAt, version: slot.version + 1, reason, changedAt };
    return { session: session.code, type: 'slot.moved', slot: after, causedBy: null };
  };
  return {
    ok: true,
    slots: [put(one, placeOf(other.slot), other.session.code), put(other, placeOf(one.slot), one.session.code)],
    logistics: null,
  };
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

function newClashes(before: readonly Session[], after: readonly Session[]): Conflict[] {
  const name = ({ kind, id, slots }: Conflict): string => `${kind} ${id} ${slots.toSorted().join(' ')}`;
  const known = new Set(findConflicts(before).map(name));
  return findConflicts(after).filter((conflict) => !known.has(name(conflict)));
}
