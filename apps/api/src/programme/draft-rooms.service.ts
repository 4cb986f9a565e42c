import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RoomCreation, RoomPatch, SettingsRoom } from '@kopa/contracts';
import { applySettings, type Room } from '@kopa/domain';
import { RoomEntity } from '../events/frame.entity.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { draftOf, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';
import { foreignLinks } from './settings.service.js';

/** Rooms of the draft. A join link holds at once, also for what is published: it leads to where the room is now. */
@Injectable()
export class DraftRoomsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Problem 422 when a physical room is given what only online rooms have, or the reverse. */
  create(eventId: string, request: RoomCreation, who: string): Promise<SettingsRoom> {
    const blank = { position: 0, venueId: null, seats: null, provider: null, access: 'registered' as const };
    return this.save(eventId, randomUUID(), request, who, (id) => ({
      ...blank,
      id,
      kind: request.kind,
      name: request.name,
    }));
  }

  /** Problem 404 `room.unknown`. */
  patch(eventId: string, roomId: string, patch: RoomPatch, who: string): Promise<SettingsRoom> {
    return this.save(eventId, roomId, patch, who, () => {
      throw new Problem(404, 'room.unknown', 'There is no such room in the draft.');
    });
  }

  private save(
    eventId: string,
    roomId: string,
    patch: RoomPatch,
    who: string,
    make: (id: string) => Room,
  ): Promise<SettingsRoom> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const { joinUrl, name, seats, provider, access, position } = patch;
      const known = content.rooms.find(({ id }) => id === roomId);
      const before = known ?? make(roomId);
      const room: Room = {
        ...before,
        name: name ?? before.name,
        seats: seats === undefined ? before.seats : seats,
        provider: provider === undefined ? before.provider : provider,
        access: access ?? before.access,
        position: position ?? before.position,
      };
      const outcome = applySettings(content, { rooms: { upserted: [room], removed: [] } });
      const errors = [
        ...('problems' in outcome ? outcome.problems : []),
        ...foreignLinks([{ kind: room.kind, joinUrl }]),
      ].map((error) => ({ ...error, path: error.path.replace('rooms.upserted[0].', '') }));
      if ('problems' in outcome || errors.length > 0) throw invalidInput(errors);
      await saveDraft(manager, outcome.content);
      if (joinUrl !== undefined) await manager.update(RoomEntity, { id: roomId, eventId }, { joinUrl });
      const { joinUrl: current } = await manager.findOneByOrFail(RoomEntity, { id: roomId, eventId });
      // A join link is a secret: that it was set is kept, not what it is.
      await audit(manager, {
        eventId,
        at: this.clock.now(),
        who,
        action: known === undefined ? 'room.created' : 'room.edited',
        subject: roomId,
        before: known ?? null,
        after: { ...room, ...(joinUrl === undefined ? {} : { joinUrl: joinUrl === null ? 'none' : 'set' }) },
      });
      return { ...room, joinUrl: current };
    });
  }
}
