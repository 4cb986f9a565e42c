import type { Programme, Room, Session, Slot, Speaker, Venue } from '@kopa/domain';

/** What is looked up in a programme again and again. */
export interface Directory {
  /** By code. */
  sessions: ReadonlyMap<string, Session>;
  slots: ReadonlyMap<string, { slot: Slot; session: Session }>;
  rooms: ReadonlyMap<string, Room>;
  venues: ReadonlyMap<string, Venue>;
  speakers: ReadonlyMap<string, Speaker>;
}

const directories = new WeakMap<Programme, Directory>();

/** The directory of a programme, made once. */
export function directoryOf(programme: Programme): Directory {
  let directory = directories.get(programme);
  if (directory === undefined) {
    const { sessions, rooms, venues, speakers } = programme;
    directory = {
      sessions: new Map(sessions.map((session) => [session.code, session])),
      slots: new Map(sessions.flatMap((session) => session.slots.map((slot) => [slot.id, { slot, session }] as const))),
      rooms: byId(rooms),
      venues: byId(venues),
      speakers: byId(speakers),
    };
    directories.set(programme, directory);
  }
  return directory;
}

const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((one) => [one.id, one]));
