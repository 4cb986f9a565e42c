import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { LiveChangeAnswer, LiveChangeRequest } from '@kopa/contracts';
import {
  heldDepartures,
  planLiveChange,
  rowsOf,
  type HeldDepartures,
  type LiveChangeCommand,
  type LiveChangePlan,
  type Session,
  type Slot,
} from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { lockProgramme } from './programme-lock.js';
import { awaitShown } from './await-shown.js';
import { PublishedProgrammes } from './published-programmes.js';
import { loadPublished, writeHeldDepartures, writePublishedSlots, type Published } from './published-rows.js';

export interface LiveChangeOrder {
  eventId: string;
  request: LiveChangeRequest;
  idempotencyKey: string | undefined;
  /** Who asks, to keep idempotency keys of different callers apart. */
  caller: string;
}

/** Changes of what is published, on the day: planned and actual times are both kept. */
@Injectable()
export class LiveChangesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What the change would do, nothing done. Refuses as `apply` does. */
  async preview({ eventId, request }: Pick<LiveChangeOrder, 'eventId' | 'request'>): Promise<LiveChangePlan> {
    const published = await this.published.current(eventId);
    return this.plan(published, request, this.clock.now().toISOString());
  }

  /**
   * Applies the change and publishes it, one row a slot or one a departure, in one transaction. Problems: 404 `session.unknown`,
   * `slot.unknown`; 409 for what the slot's status forbids; 412 `slot.late` with the slot as it is now;
   * 422 `slot.ambiguous`.
   */
  async apply({ eventId, request, idempotencyKey, caller }: LiveChangeOrder): Promise<LiveChangeAnswer> {
    // Loaded before the transaction: inside, it would wait for a second connection of the pool while it holds one.
    await this.published.current(eventId);
    const answer = await transaction(this.dataSource, (manager) => {
      const at = this.clock.now();
      const claim = { scope: `live-change ${eventId} ${caller}`, key: idempotencyKey, request, at };
      return once(manager, claim, async () => {
        await lockProgramme(manager, eventId);
        const published = await this.now(manager, eventId);
        const plan = this.plan(published, request, at.toISOString());
        await writePublishedSlots(
          manager,
          eventId,
          plan.slots.map(({ slot, session }) => ({ slot, session, removed: null })),
        );
        if (plan.logistics !== null) await writeHeldDepartures(manager, eventId, heldAfter(published, plan.logistics));
        const rows = rowsOf(plan).map(({ type, ...body }) => ({ type, body }));
        const { from, seq } = await this.streams.append(manager, eventId, 'event', rows, at);
        const changes = rowsOf(plan).map((row, index) => ({ seq: from + 1 + index, at: at.toISOString(), ...row }));
        return { seq, changes };
      });
    });
    // The sender's next read from this process shows the change.
    await awaitShown(this.published, eventId, answer.seq);
    return answer;
  }

  /** The published programme under the lock: what is in memory if it is the newest, else from the database. */
  private async now(manager: EntityManager, eventId: string): Promise<Published | null> {
    const inMemory = this.published.inMemory(eventId);
    const head = await this.streams.head(eventId, 'event', manager);
    const { programme } = inMemory ?? {};
    if (head !== null && programme?.seq === head.seq && programme.epoch === head.epoch) return inMemory;
    return loadPublished(manager, eventId);
  }

  private plan(published: Published | null, request: LiveChangeRequest, at: string): LiveChangePlan {
    if (published === null) {
      throw new Problem(409, 'event.unpublished', 'Live changes are possible from the first release on.');
    }
    const { programme } = published;
    const session = programme.sessions.find(({ code }) => code === request.session);
    if (session === undefined) {
      throw new Problem(404, 'session.unknown', `There is no published session "${request.session}".`);
    }
    const slot = slotMeant(session, request);
    if (request.slotVersion !== undefined && request.slotVersion !== slot.version) {
      throw new Problem(
        412,
        'slot.late',
        `The slot is at version ${slot.version}, the change saw ${request.slotVersion}: look at what it is now.`,
        { current: slot },
      );
    }
    const plan = planLiveChange(programme, slot.id, commandOf(request), at, request.reason ?? null);
    if (!plan.ok) throw new Problem(refusalStatus(plan.code), plan.code, plan.detail, { current: slot });
    return plan;
  }
}

function slotMeant(session: Session, request: LiveChangeRequest): Slot {
  const [only, ...others] = session.slots;
  // A hold concerns all slots of its session; they take new versions together, so the first one tells.
  const named = request.type === 'hold' ? only?.id : request.slot;
  if (named === undefined) {
    if (only !== undefined && others.length === 0) return only;
    throw new Problem(
      422,
      'slot.ambiguous',
      `Session "${session.code}" has ${session.slots.length} slots: name one by "slot".`,
      {
        slots: session.slots.map(({ id }) => id),
      },
    );
  }
  const slot = session.slots.find(({ id }) => id === named);
  if (slot === undefined) throw new Problem(404, 'slot.unknown', `Session "${session.code}" has no slot ${named}.`);
  return slot;
}

/** What is held when the change is done. */
function heldAfter(
  published: Published | null,
  { session: code, addOn }: NonNullable<LiveChangePlan['logistics']>,
): HeldDepartures {
  const sessions = published?.programme.sessions ?? [];
  return heldDepartures(sessions.map((session) => (session.code === code ? { ...session, addOn } : session)));
}

function commandOf(request: LiveChangeRequest): LiveChangeCommand {
  switch (request.type) {
    case 'delay':
    case 'extend':
      return { type: request.type, minutes: request.minutes, cascade: request.cascade };
    case 'hold':
      return { type: 'hold', minutes: request.minutes };
    case 'move':
      return {
        type: 'move',
        ...(request.startsAt === undefined ? {} : { startsAt: new Date(request.startsAt).toISOString() }),
        ...(request.roomId === undefined ? {} : { roomId: request.roomId }),
        ...(request.onlineRoomId === undefined ? {} : { onlineRoomId: request.onlineRoomId }),
      };
    default:
      return { type: request.type };
  }
}

/** What the slot's state forbids is a conflict, what the request got wrong is not processable. */
function refusalStatus(code: string): number {
  return code.startsWith('slot.') ? 409 : 422;
}
