import { isEqual } from './equal.js';
import { slotMode } from './mode.js';
import { byStart, compareText } from './order.js';
import type { Instant, Mode, Programme, Session, SlotStatus, Texts } from './programme.js';

const minute = 60_000;

/** A start that moves by less is not worth a message. */
export const toldFromMinutes = 10;

/** What those who come to a session go by. */
export interface SessionFactsTold {
  title: Texts;
  slots: SlotTold[];
  meetAt: Instant | null;
  departAt: Instant | null;
  returnAt: Instant | null;
  meetingPoint: Texts;
}

export interface SlotTold {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  roomId: string | null;
  onlineRoomId: string | null;
  /** Names of its rooms: what people go by, whatever becomes of the rooms. */
  room: Texts | null;
  onlineRoom: Texts | null;
  status: SlotStatus;
  /** Code of the session with which it was swapped; missing unless it was. */
  swappedWith?: string;
}

export const alterationKinds = [
  'start',
  'swapped',
  'room',
  'online-room',
  'mode',
  'meeting-point',
  'meeting',
  'departure',
  'return',
  'cancelled',
  'reinstated',
  'removed',
] as const;

/** One thing that changed: what it was and what it is. Instants, modes, texts, or a session's code; null where there is none. */
export interface Alteration {
  kind: (typeof alterationKinds)[number];
  /** Of which slot; null for what is the session's. */
  slot: string | null;
  from?: unknown;
  to?: unknown;
}

/** What people go by of a session as it is published. */
export function factsTold(session: Session, rooms: Programme['rooms']): SessionFactsTold {
  const nameOf = (id: string | null): Texts | null =>
    id === null ? null : (rooms.find((room) => room.id === id)?.name ?? null);
  const { addOn } = session;
  return {
    title: session.title,
    slots: session.slots.map(({ id, startsAt, endsAt, roomId, onlineRoomId, status, swappedWith }) => ({
      id,
      startsAt,
      endsAt,
      roomId,
      onlineRoomId,
      room: nameOf(roomId),
      onlineRoom: nameOf(onlineRoomId),
      status,
      ...(swappedWith === undefined ? {} : { swappedWith }),
    })),
    meetAt: addOn?.meetAt ?? null,
    departAt: addOn?.departAt ?? null,
    returnAt: addOn?.returnAt ?? null,
    meetingPoint: addOn?.meetingPoint ?? {},
  };
}

/** The session as it was told: for what an agenda was then. */
export function asTold(session: Session, told: SessionFactsTold): Session {
  const slots = told.slots.flatMap((before) => {
    const slot = session.slots.find(({ id }) => id === before.id);
    const { startsAt, endsAt, roomId, onlineRoomId, status } = before;
    return slot === undefined ? [] : [{ ...slot, startsAt, endsAt, roomId, onlineRoomId, status }];
  });
  const { meetAt, departAt, returnAt, meetingPoint } = told;
  const addOn = session.addOn === null ? null : { ...session.addOn, meetAt, departAt, returnAt, meetingPoint };
  return { ...session, slots, addOn };
}

/** Whether somebody who knows the one would be surprised by the other, be it by a minute. */
export function isAltered(told: SessionFactsTold, now: SessionFactsTold): boolean {
  const comparable = ({ slots, meetAt, departAt, returnAt, meetingPoint }: SessionFactsTold): unknown => ({
    slots: slots.toSorted(byStart).map((slot) => ({
      id: slot.id,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      mode: slotMode(slot),
      room: slot.room,
      onlineRoom: slot.onlineRoom,
      isCancelled: slot.status === 'cancelled',
      swappedWith: slot.swappedWith ?? null,
    })),
    meetAt,
    departAt,
    returnAt,
    meetingPoint,
  });
  return !isEqual(comparable(told), comparable(now));
}

/**
 * What of a session has changed since somebody was told: its start by ten minutes or more, its rooms, its mode, the
 * meeting point and when people gather, leave and return, whether it takes place. Of slots that began or are over only
 * what was cancelled; nobody is told of what they sit in. Null for `now`: a release took the session away.
 */
export function alterationsOf(told: SessionFactsTold, now: SessionFactsTold | null): Alteration[] {
  if (now === null) return [{ kind: 'removed', slot: null }];
  const pairs = pairSlots(told.slots, now.slots);
  const ofSlots = pairs.flatMap(([before, after]) => alterationsOfSlot(before, after));
  const isOff = now.slots.length > 0 && now.slots.every(({ status }) => status === 'cancelled');
  if (isOff) return ofSlots;
  const ofJourney = (['meetAt', 'departAt', 'returnAt'] as const).flatMap((key): Alteration[] => {
    const kind = ({ meetAt: 'meeting', departAt: 'departure', returnAt: 'return' } as const)[key];
    return told[key] === now[key] ? [] : [{ kind, slot: null, from: told[key], to: now[key] }];
  });
  const ofPoint: Alteration[] = isEqual(told.meetingPoint, now.meetingPoint)
    ? []
    : [{ kind: 'meeting-point', slot: null, from: told.meetingPoint, to: now.meetingPoint }];
  return [...ofSlots, ...ofJourney, ...ofPoint];
}

function alterationsOfSlot(before: SlotTold, after: SlotTold): Alteration[] {
  const slot = after.id;
  const wasOff = before.status === 'cancelled';
  const isOff = after.status === 'cancelled';
  if (isOff) return wasOff ? [] : [{ kind: 'cancelled', slot, from: before.startsAt }];
  const found: Alteration[] = wasOff ? [{ kind: 'reinstated', slot, to: after.startsAt }] : [];
  if (after.status === 'running' || after.status === 'ended') return found;
  const moved = Math.abs(Date.parse(after.startsAt) - Date.parse(before.startsAt)) / minute;
  if (moved >= toldFromMinutes) found.push({ kind: 'start', slot, from: before.startsAt, to: after.startsAt });
  if (after.swappedWith !== undefined && after.swappedWith !== before.swappedWith)
    found.push({ kind: 'swapped', slot, to: after.swappedWith });
  const [was, is]: (Mode | null)[] = [slotMode(before), slotMode(after)];
  if (was !== is) found.push({ kind: 'mode', slot, from: was, to: is });
  if (!isEqual(before.room, after.room)) found.push({ kind: 'room', slot, from: before.room, to: after.room });
  if (!isEqual(before.onlineRoom, after.onlineRoom))
    found.push({ kind: 'online-room', slot, from: before.onlineRoom, to: after.onlineRoom });
  return found;
}

/** Slots of the same id, then those left over by their order: an import may give a slot another id. */
function pairSlots(before: readonly SlotTold[], after: readonly SlotTold[]): [SlotTold, SlotTold][] {
  const same = before.flatMap((slot): [SlotTold, SlotTold][] => {
    const other = after.find(({ id }) => id === slot.id);
    return other === undefined ? [] : [[slot, other]];
  });
  const ids = new Set(same.map(([{ id }]) => id));
  const left = before.filter(({ id }) => !ids.has(id)).sort(byTime);
  const right = after.filter(({ id }) => !ids.has(id)).sort(byTime);
  const rest = left.flatMap((slot, index): [SlotTold, SlotTold][] => {
    const other = right[index];
    return other === undefined ? [] : [[slot, other]];
  });
  return [...same, ...rest];
}

const byTime = (a: SlotTold, b: SlotTold): number => compareText(a.startsAt, b.startsAt) || compareText(a.id, b.id);
