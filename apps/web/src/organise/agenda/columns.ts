import type { DraftOutline, DraftSlot } from '@kopa/contracts';
import type { Room, Stand } from '@kopa/domain';
import { standOf, type Step } from './draft-state.js';

/** A column of the grid. `none` holds slots that have a time and no room yet. */
export interface Column {
  id: string;
  kind: Room['kind'] | 'none';
  name: string;
  seats: number | null;
}

/** A slot as a card; one that is hybrid has a card in each of its two rooms. */
export interface GridSlot {
  slot: DraftSlot;
  session: DraftOutline;
}

export const withoutRoom = 'none';

/** Ids of the columns in which a slot stands. */
export function columnsOf({ roomId, onlineRoomId }: Stand): string[] {
  const rooms = [roomId, onlineRoomId].filter((id) => id !== null);
  return rooms.length === 0 ? [withoutRoom] : rooms;
}

/** Slots by column, in order of their start. A column whose slots are what they were keeps its list. */
export function byColumn(
  sessions: readonly DraftOutline[],
  before: ReadonlyMap<string, readonly GridSlot[]>,
): Map<string, readonly GridSlot[]> {
  const columns = new Map<string, GridSlot[]>();
  for (const session of sessions)
    for (const slot of session.slots)
      for (const id of columnsOf(slot)) {
        const list = columns.get(id);
        if (list === undefined) columns.set(id, [{ slot, session }]);
        else list.push({ slot, session });
      }
  const kept = new Map<string, readonly GridSlot[]>();
  for (const [id, list] of columns) {
    list.sort((a, b) => (a.slot.startsAt < b.slot.startsAt ? -1 : a.slot.startsAt > b.slot.startsAt ? 1 : 0));
    const old = before.get(id);
    const isSame =
      old?.length === list.length &&
      list.every(({ slot, session }, index) => old[index]?.slot === slot && old[index].session === session);
    kept.set(id, isSame ? old : list);
  }
  return kept;
}

/**
 * Where a slot stands when its card is carried from one column to another: the room that was carried is changed, the
 * other side of a hybrid slot stays. Carried to a room of the other kind, it goes there from the one it was in.
 */
export function carried(stand: Stand, from: Column | null, to: Column, startsAt: number, length: number): Stand {
  const times = {
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + length).toISOString(),
  };
  if (to.id === from?.id) return { ...standOf(stand), ...times };
  switch (to.kind) {
    case 'none':
      return { ...times, roomId: null, onlineRoomId: null };
    case 'physical':
      return { ...times, roomId: to.id, onlineRoomId: from?.kind === 'online' ? null : stand.onlineRoomId };
    case 'online':
      return { ...times, onlineRoomId: to.id, roomId: from?.kind === 'physical' ? null : stand.roomId };
  }
}

/** The step that gives a slot another place. Simultaneous slots of the session, which are in other rooms, keep its time. */
export function stepTo({ slot, session }: GridSlot, after: Stand | null): Step {
  const before = standOf(slot);
  const own = { slot: slot.id, session: session.id, before, after };
  if (after === null || (after.startsAt === before.startsAt && after.endsAt === before.endsAt)) return [own];
  return [
    own,
    ...companions({ slot, session }).map((one) => ({
      ...own,
      slot: one.id,
      before: standOf(one),
      after: { ...standOf(one), startsAt: after.startsAt, endsAt: after.endsAt },
    })),
  ];
}

/**
 * The step that places a slot, new or moved, and has the session in these rooms at the same time as well: a plenary is
 * one step, and one undo. Of slots that stood beside it, those whose room is not meant any more are taken away.
 */
export function stepInRooms(
  { slot, session }: { slot: DraftSlot | null; session: DraftOutline },
  stand: Stand,
  also: readonly Pick<Room, 'id' | 'kind'>[],
  newId: () => string,
): Step {
  const beside = slot === null ? [] : companions({ slot, session });
  const times = { startsAt: stand.startsAt, endsAt: stand.endsAt };
  const meant = new Set(also.map(({ id }) => id));
  const kept = (id: string | null): string | null => (id !== null && meant.has(id) ? id : null);
  const there = new Set(beside.flatMap(({ roomId, onlineRoomId }) => [roomId, onlineRoomId]));
  return [
    slot === null
      ? { slot: newId(), session: session.id, before: null, after: stand }
      : { slot: slot.id, session: session.id, before: standOf(slot), after: stand },
    ...beside.map((one) => {
      const after = { ...times, roomId: kept(one.roomId), onlineRoomId: kept(one.onlineRoomId) };
      const isGone = after.roomId === null && after.onlineRoomId === null;
      return { slot: one.id, session: session.id, before: standOf(one), after: isGone ? null : after };
    }),
    ...also
      .filter(({ id }) => !there.has(id))
      .map(({ id, kind }) => ({
        slot: newId(),
        session: session.id,
        before: null,
        after: { ...times, roomId: kind === 'physical' ? id : null, onlineRoomId: kind === 'online' ? id : null },
      })),
  ];
}

/** The session's other slots at the same time. */
export const companions = ({ slot, session }: GridSlot): DraftSlot[] =>
  session.slots.filter(
    ({ id, startsAt, endsAt }) => id !== slot.id && startsAt === slot.startsAt && endsAt === slot.endsAt,
  );

/** How long a session is that stands nowhere yet, milliseconds: as long as its parts, else as such sessions are. */
export function usualLength({ items, kind }: Pick<DraftOutline, 'items' | 'kind'>): number {
  const parts = items.reduce((sum, { minutes }) => sum + minutes, 0);
  return (
    (parts > 0 ? parts : kind === 'break' || kind === 'talk' || kind === 'story' ? 30 : kind === 'visit' ? 120 : 60) *
    60_000
  );
}
