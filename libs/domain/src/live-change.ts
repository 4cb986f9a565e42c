import { findConflicts, type Conflict } from './conflicts.js';
import { holdDeparture, type HoldRefusal } from './departure.js';
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
import { reflow, resourcesOf, type ReflowMove, type ReflowSlot } from './reflow.js';

export type LiveChangeCommand =
  | { type: 'delay'; minutes: number; cascade: boolean }
  | { type: 'move'; startsAt?: Instant; roomId?: string | null; onlineRoomId?: string | null }
  | { type: 'extend'; minutes: number; cascade: boolean }
  | { type: 'hold'; minutes: number }
  | { type: 'cancel' | 'reinstate' | 'start' | 'end' };

export type LiveChangeRefusal =
  | HoldRefusal
  | 'slot.cancelled'
  | 'slot.ended'
  | 'slot.running'
  | 'slot.notCancelled'
  | 'slot.notRunning'
  | 'change.tooShort'
  | 'room.unknown'
  | 'room.none'
  | 'slot.unknown';

/** A slot as it would be after the change. */
export interface PlannedChange {
  /** Code of its session. */
  session: string;
  type: SlotChangeType | 'logistics.updated';
  slot: Slot;
  /** Code of the session that moves it along; null for the slot that the change names. */
  causedBy: string | null;
}

/** A departure that people of a slot could reach before the change and cannot after it. */
export interface MissedDeparture {
  /** Code of the add-on. */
  session: string;
  departAt: Instant;
  /** Code of the session that ends too late for it, and when. */
  because: string;
  endsAt: Instant;
}

export interface LiveChangePlan {
  ok: true;
  slots: PlannedChange[];
  /** The logistics after the change where a departure is held; null where none is. */
  logistics: Pick<LogisticsUpdated, 'session' | 'addOn' | 'reason'> | null;
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
  const session = programme.sessions.find(({ slots }) => slots.some(({ id }) => id === slotId));
  if (entry === undefined || session === undefined)
    return refused('slot.unknown', 'There is no such slot in the programme.');
  if (command.type === 'hold') return hold(session, command.minutes, entries, { reason, changedAt: at });
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
  return {
    ok: true,
    slots,
    logistics: null,
    clashes: newClashes(programme, slots),
    missedDepartures: missedDepartures(entries, slots, null),
  };
}

export type ChangeRow = Omit<SlotChange, 'seq' | 'at'> | Omit<LogisticsUpdated, 'seq' | 'at'>;

/** The rows of the public stream that publish a plan, in order: one a slot, or one for a departure with its slots. */
export function rowsOf({ slots, logistics }: LiveChangePlan): ChangeRow[] {
  if (logistics !== null) {
    const { session, addOn, reason } = logistics;
    return [{ type: 'logistics.updated', session, addOn, slots: slots.map(({ slot }) => slot), reason }];
  }
  return slots.flatMap(({ type, session, slot, causedBy }) =>
    type === 'logistics.updated' ? [] : [{ type, session, slot, reason: slot.reason, causedBy }],
  );
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
  command: Exclude<LiveChangeCommand, { type: 'hold' }>,
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
  entries: readonly ReflowSlot[],
  { reason, changedAt }: Pick<Slot, 'reason' | 'changedAt'>,
): LiveChangePlan | RefusedChange {
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
  const logistics = { session: code, addOn, reason };
  return { ok: true, slots, logistics, clashes: [], missedDepartures: missedDepartures(entries, [], logistics) };
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

/**
 * Whoever sat in a slot reached a departure that left at its end or later; it is missed when that is so no more, because
 * the slot ends later or the departure leaves earlier. What is more than a day away was never meant to be caught.
 */
function missedDepartures(
  entries: readonly ReflowSlot[],
  changes: readonly PlannedChange[],
  logistics: LiveChangePlan['logistics'],
): MissedDeparture[] {
  const after = new Map(changes.map(({ slot }) => [slot.id, slot]));
  const departures = departuresOf(entries, logistics);
  return entries.flatMap(({ session, slot: before }) => {
    const slot = after.get(before.id) ?? before;
    if (slot.status === 'cancelled') return [];
    return departures.flatMap(({ session: addOn, before: left, now: departAt }) =>
      addOn !== session &&
      left >= before.endsAt &&
      departAt < slot.endsAt &&
      Date.parse(left) - Date.parse(before.endsAt) < day
        ? [{ session: addOn, departAt, because: session, endsAt: slot.endsAt }]
        : [],
    );
  });
}

const day = 86_400_000;

/** What is still to leave: once a session, before the change and after it. */
function departuresOf(
  entries: readonly ReflowSlot[],
  logistics: LiveChangePlan['logistics'],
): { session: string; before: Instant; now: Instant }[] {
  const waiting = new Map(
    entries.filter(({ slot }) => slot.status === 'scheduled').map(({ session, departAt }) => [session, departAt]),
  );
  return [...waiting].flatMap(([session, before]) => {
    if (before === null) return [];
    return [{ session, before, now: logistics?.session === session ? (logistics.addOn.departAt ?? before) : before }];
  });
}
