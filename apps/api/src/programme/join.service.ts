import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { may } from '../accounts/access.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { RoomEntity } from '../events/frame.entity.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { JoinOpeningEntity } from './join-opening.entity.js';
import { PublishedSlotEntity } from './published-slot.entity.js';

@Injectable()
export class JoinService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The join link of the online room in which the slot stands now, for those who are entitled: the event's team, and
   * anybody where the room is public. Every opening is recorded. Problems: 404 `slot.unknown`, `join.none`;
   * 409 `slot.cancelled`; 401 `credential.missing`; 403 `access.denied`.
   */
  async open(slotId: string, credential: Credential | null, { record }: { record: boolean }): Promise<string> {
    const { manager } = this.dataSource;
    const slot = await manager.findOneBy(PublishedSlotEntity, { id: slotId });
    if (slot === null || slot.removedAt !== null)
      throw new Problem(404, 'slot.unknown', 'There is no such slot in the programme.');
    if (slot.status === 'cancelled') throw new Problem(409, 'slot.cancelled', 'This session was cancelled.');
    if (slot.onlineRoomId === null) throw new Problem(404, 'join.none', 'This session is not held online.');
    const room = await manager.findOneBy(RoomEntity, { id: slot.onlineRoomId, eventId: slot.eventId });
    if (room === null) throw new Problem(404, 'join.none', 'The online room of this session is gone.');
    if (room.access !== 'public' && !may(credential, slot.eventId, 'join.any')) {
      throw credential === null
        ? new Problem(401, 'credential.missing', 'Joining this session takes a registration or a role in the event.')
        : new Problem(403, 'access.denied', 'Your role does not open this session.');
    }
    if (room.joinUrl === null) throw new Problem(404, 'join.none', 'The organisers have not set a join link yet.');
    // A look at the headers (HEAD) opens nothing.
    if (!record) return room.joinUrl;
    await manager.insert(JoinOpeningEntity, {
      eventId: slot.eventId,
      slotId,
      at: this.clock.now(),
      who: credential === null ? 'anybody' : callerOf(credential),
    });
    return room.joinUrl;
  }
}
