import { refused, type PlannedChange, type PlannedMoves, type RefusedChange } from './live-change.js';
import { byStart } from './order.js';
import type { CalendarDate, Instant, Programme, Session, Slot, SlotStatus, Texts } from './programme.js';
import { dayOf } from './zone.js';

/** What becomes of a slot when its day goes online. */
export const dayFates = ['online', 'stay', 'cancel'] as const;
export type DayFate = (typeof dayFates)[number];

/** What organisers chose for a slot; without a room it goes to the online room that is known of it. */
export interface DayChoice {
  slot: string;
  to: DayFate;
  onlineRoomId?: string | undefined;
}

/** A slot that a day has in person, and what becomes of it. */
export interface DaySlot {
  /** Code of its session. */
  session: string;
  slot: Slot;
  /** The online room that it has, had by its plan, or shares with another slot of its session; null where none is known. */
  knownRoomId: string | null;
  /** An add-on without an online room of its own cannot go online. */
  canGoOnline: boolean;
  /** Null while it is to be chosen. */
  to: DayFate | null;
  /** Where it goes online. */
  onlineRoomId: string | null;
}

export interface OnlineDayPlan extends PlannedMoves {
  day: DaySlot[];
}

/** A slot as it stood before its day went online, so that it can be put back; `onlineRoomId` where it went, null: nowhere. */
export interface SlotBeforeOnline {
  slot: string;
  roomId: string | null;
  onlineRoomId: string | null;
  status: SlotStatus;
  /** As the switch left it. */
  left: { onlineRoomId: string | null; status: SlotStatus };
}

type Standing = Pick<Programme, 'event' | 'rooms' | 'sessions'>;

/**
 * A whole day goes online: each of its slots that is in person and not over loses its physical room and keeps, or gets,
 * an online one, is cancelled, or stays, as chosen; what has an online room needs no choice. Slots that no choice decides
 * are left as they are and stand in `day` with `to: null`. Times stay. Nothing to do is no refusal: an empty plan.
 */
export function planOnlineDay(
  programme: Standing,
  date: CalendarDate,
  choices: readonly DayChoice[],
  at: Instant,
  reason: Texts | null,
): OnlineDayPlan | RefusedChange {
  const day = daySlotsOf(programme, date, at);
  const byId = new Map(day.map((one) => [one.slot.id, one]));
  const online = new Set(programme.rooms.filter(({ kind }) => kind === 'online').map(({ id }) => id));
  for (const { slot, to, onlineRoomId } of choices) {
    const known = byId.get(slot);
    // What ended, or went online, since it was looked at: there is nothing left to choose.
    if (known === undefined) continue;
    if (to === 'online' && !known.canGoOnline)
      return refused(
        'day.departs',
        `"${known.session}" is an add-on without an online room: it stays or is cancelled.`,
      );
    if (to === 'online' && onlineRoomId !== undefined && !online.has(onlineRoomId))
      return refused('room.unknown', 'onlineRoomId is no online room of the programme.');
    const room = to === 'online' ? (onlineRoomId ?? known.knownRoomId) : null;
    known.to = to === 'online' && room === null ? null : to;
    known.onlineRoomId = room;
  }
  followBeside(day);
  const slots = day.flatMap(({ session, slot, to, onlineRoomId }): PlannedChange[] => {
    if (to === null || to === 'stay') return [];
    const after = { ...slot, version: slot.version + 1, reason, changedAt: at };
    return to === 'cancel'
      ? [{ session, type: 'slot.cancelled', slot: { ...after, status: 'cancelled' }, causedBy: null }]
      : [{ session, type: 'slot.moved', slot: { ...after, roomId: null, onlineRoomId }, causedBy: null }];
  });
  return { ok: true, slots, logistics: null, day };
}

/** What a plan changes, as it stood before. */
export function beforeOnline({ sessions }: Standing, { slots }: PlannedMoves): SlotBeforeOnline[] {
  const were = new Map(sessions.flatMap((session) => session.slots.map((slot) => [slot.id, slot] as const)));
  return slots.flatMap(({ slot: { id, onlineRoomId: to, status: left } }) => {
    const was = were.get(id);
    if (was === undefined) return [];
    const { roomId, onlineRoomId, status } = was;
    return [{ slot: id, roomId, onlineRoomId, status, left: { onlineRoomId: to, status: left } }];
  });
}

/**
 * A day comes back: each slot that still stands as the switch left it gets its rooms back, or takes place after all. What
 * is over, or was changed again in its rooms or state, is left alone; delays in between stay.
 */
export function planReturn(
  { sessions }: Standing,
  before: readonly SlotBeforeOnline[],
  at: Instant,
  reason: Texts | null,
): PlannedMoves {
  const byId = new Map(before.map((one) => [one.slot, one]));
  const slots = sessions.flatMap((session) =>
    session.slots.flatMap((slot): PlannedChange[] => {
      const was = byId.get(slot.id);
      if (was === undefined || slot.endsAt <= at || !isAsLeft(slot, was)) return [];
      const after = { ...slot, version: slot.version + 1, reason, changedAt: at };
      return was.left.status === 'cancelled'
        ? [{ session: session.code, type: 'slot.reinstated', slot: { ...after, status: was.status }, causedBy: null }]
        : [
            {
              session: session.code,
              type: 'slot.moved',
              slot: { ...after, roomId: was.roomId, onlineRoomId: was.onlineRoomId },
              causedBy: null,
            },
          ];
    }),
  );
  return { ok: true, slots: slots.sort((a, b) => byStart(a.slot, b.slot)), logistics: null };
}

function isAsLeft(slot: Slot, { roomId, onlineRoomId, left }: SlotBeforeOnline): boolean {
  if (left.status === 'cancelled')
    return slot.status === 'cancelled' && slot.roomId === roomId && slot.onlineRoomId === onlineRoomId;
  const isOpen = slot.status === 'scheduled' || slot.status === 'running';
  return isOpen && slot.roomId === null && slot.onlineRoomId === left.onlineRoomId;
}

/** What a day has in person that is not over, in order of time, each with what becomes of it without a choice. */
function daySlotsOf({ event, sessions }: Standing, date: CalendarDate, at: Instant): DaySlot[] {
  const isMeant = ({ status, roomId, startsAt, endsAt }: Slot): boolean =>
    (status === 'scheduled' || status === 'running') &&
    roomId !== null &&
    endsAt > at &&
    dayOf(startsAt, event.zone, event.dayChangeHour) === date;
  return sessions
    .flatMap((session) =>
      session.slots.filter(isMeant).map((slot): DaySlot => {
        const own = slot.onlineRoomId ?? slot.plannedOnlineRoomId;
        const canGoOnline = session.addOn === null || own !== null;
        const knownRoomId = canGoOnline ? (own ?? sharedRoom(session, slot)) : null;
        const to = knownRoomId === null ? null : 'online';
        return { session: session.code, slot, knownRoomId, canGoOnline, to, onlineRoomId: knownRoomId };
      }),
    )
    .sort((a, b) => byStart(a.slot, b.slot));
}

/** What nobody decided goes where the same session goes beside it: done again, the plan would find it there anyway. */
function followBeside(day: readonly DaySlot[]): void {
  const roomBeside = ({ session, slot }: DaySlot): string | null =>
    day.find(
      (other) =>
        other.session === session &&
        other.to === 'online' &&
        other.slot.startsAt < slot.endsAt &&
        slot.startsAt < other.slot.endsAt,
    )?.onlineRoomId ?? null;
  for (let open = day.filter(({ to, canGoOnline }) => to === null && canGoOnline); open.length > 0;) {
    const next = open.find((one) => roomBeside(one) !== null);
    if (next === undefined) return;
    next.knownRoomId = roomBeside(next);
    next.onlineRoomId = next.knownRoomId;
    next.to = 'online';
    open = open.filter((one) => one !== next);
  }
}

/** A plenary stands in several rooms at once, and one of them may be online too. */
function sharedRoom({ slots }: Session, { startsAt, endsAt }: Slot): string | null {
  const beside = slots.filter((other) => other.startsAt < endsAt && startsAt < other.endsAt);
  return beside.find(({ onlineRoomId }) => onlineRoomId !== null)?.onlineRoomId ?? null;
}
