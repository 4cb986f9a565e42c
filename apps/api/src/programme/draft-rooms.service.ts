import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RoomCreation, RoomPatch } from '@kopa/contracts';
import type { Room } from '@kopa/domain';
import { RoomEntity } from '../events/frame.entity.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { loadDraft, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';

/** A room as organisers see it, with the join link that nothing public holds. */
export interface DraftRoom extends Room {
  joinUrl: string | null;
}

/** Rooms of the draft. A join link holds at once, also for what is published: it leads to where the room is now. */
@Injectable()
export class DraftRoomsService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Problem 422 when a physical room is given what only online rooms have, or the reverse. */
  create(eventId: string, request: RoomCreation): Promise<DraftRoom> {
    const blank = { position: 0, venueId: null, seats: null, provider: null, access: 'registered' as const };
    return this.save(eventId, randomUUID(), request, (id) => ({
      ...blank,
      id,
      kind: request.kind,
      name: request.name,
    }));
  }

  /** Problem 404 `room.unknown`. */
  patch(eventId: string, roomId: string, patch: RoomPatch): Promise<DraftRoom> {
    return this.save(eventId, roomId, patch, () => {
      throw new Problem(404, 'room.unknown', 'There is no such room in the draft.');
    });
  }

  private save(eventId: string, roomId: string, patch: RoomPatch, make: (id: string) => Room): Promise<DraftRoom> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await loadDraft(manager, eventId);
      if (content === null) throw new Problem(404, 'event.unknown', 'There is no such event.');
      const { joinUrl, name, seats, provider, access, position } = patch;
      const before = content.rooms.find(({ id }) => id === roomId) ?? make(roomId);
      const room: Room = {
        ...before,
        name: name ?? before.name,
        seats: seats === undefined ? before.seats : seats,
        provider: provider === undefined ? before.provider : provider,
        access: access ?? before.access,
        position: position ?? before.position,
      };
      refuseForeignFacts(room, joinUrl);
      content.rooms = [...content.rooms.filter(({ id }) => id !== roomId), room];
      await saveDraft(manager, content);
      if (joinUrl !== undefined) await manager.update(RoomEntity, { id: roomId, eventId }, { joinUrl });
      const { joinUrl: current } = await manager.findOneByOrFail(RoomEntity, { id: roomId, eventId });
      return { ...room, joinUrl: current };
    });
  }
}

function refuseForeignFacts(room: Room, joinUrl: string | null | undefined): void {
  const errors =
    room.kind === 'online'
      ? [...(room.seats === null ? [] : [{ path: 'seats', message: 'is for physical rooms' }])]
      : [
          ...(room.provider === null ? [] : [{ path: 'provider', message: 'is for online rooms' }]),
          ...(joinUrl === null || joinUrl === undefined ? [] : [{ path: 'joinUrl', message: 'is for online rooms' }]),
        ];
  if (errors.length > 0) throw invalidInput(errors);
}
