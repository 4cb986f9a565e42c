import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type {
  LiveChangeAnswer,
  LiveChangePreview,
  LiveChangeRequest,
  OnlineDays,
  SessionChangeRequest,
} from '@kopa/contracts';
import {
  departureOptions,
  heldDepartures,
  planLiveChange,
  rowsOf,
  type HeldDepartures,
  type LiveChangeCommand,
  type LiveChangePlan,
  type Programme,
  type Session,
  type Slot,
} from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit, type AuditEntryEntity } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { lockProgramme } from './programme-lock.js';
import { awaitShown } from './await-shown.js';
import { onlineDaysOf, planDay, refuseUndecided, type PlannedDay } from './online-days.js';
import { PeopleHitBy } from './people-hit-by.js';
import { PublishedProgrammes } from './published-programmes.js';
import { loadPublished, writeHeldDepartures, writePublishedSlots, type Published } from './published-rows.js';

export interface LiveChangeOrder {
  eventId: string;
  request: LiveChangeRequest;
  idempotencyKey: string | undefined;
  /** Who asks, to keep idempotency keys of different callers apart. */
  caller: string;
}

interface Planned {
  programme: Programme;
  slot: Slot;
  command: LiveChangeCommand;
  plan: LiveChangePlan;
}

/** Changes of what is published, on the day: planned and actual times are both kept. */
@Injectable()
export class LiveChangesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(PeopleHitBy) private readonly peopleHit: PeopleHitBy,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What the change would do, to the programme and to people, nothing done. Refuses as `apply` does. */
  async preview({ eventId, request }: Pick<LiveChangeOrder, 'eventId' | 'request'>): Promise<LiveChangePreview> {
    const published = await this.published.current(eventId);
    const at = this.clock.now().toISOString();
    if ('date' in request) {
      const programme = publishedOf(published);
      const { plan, day } = await planDay(this.dataSource.manager, programme, request, at);
      const people = await this.peopleHit.plan(eventId, programme, plan);
      const { date } = request;
      const dayPeople = await this.peopleHit.day(eventId, { date, plan, day });
      return { ...foreseen(plan), people, options: [], day: { date, slots: day, people: dayPeople } };
    }
    const { programme, slot, command, plan } = this.plan(published, request, at);
    const people = await this.peopleHit.plan(eventId, programme, plan);
    return { ...foreseen(plan), people, options: departureOptions(programme, slot.id, command, plan, at) };
  }

  /** The days that were switched to online and have not come back. */
  async onlineDays(eventId: string): Promise<OnlineDays> {
    const days = await onlineDaysOf(this.dataSource.manager, eventId);
    return { items: days.map(({ date, at, reason }) => ({ date, at: at.toISOString(), reason })) };
  }

  /**
   * Applies the change and publishes it, one row a slot or one a departure, in one transaction. Problems: 404 `session.unknown`,
   * `slot.unknown`; 409 for what the slot's status forbids; 412 `slot.late` with the slot as it is now;
   * 422 `slot.ambiguous`, and of a day `day.undecided`.
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
        const { programme, plan, note } = await this.planAny(manager, published, request, at.toISOString());
        await note?.(manager, at);
        await writePublishedSlots(
          manager,
          eventId,
          plan.slots.map(({ slot, session }) => ({ slot, session, removed: null })),
        );
        if (plan.logistics !== null) await writeHeldDepartures(manager, eventId, heldAfter(published, plan.logistics));
        await audit(manager, {
          eventId,
          at,
          who: caller,
          subject: 'date' in request ? request.date : request.session,
          ...deedOf(request, programme, plan),
        });
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

  private async planAny(
    manager: EntityManager,
    published: Published | null,
    request: LiveChangeRequest,
    at: string,
  ): Promise<Pick<Planned, 'programme' | 'plan'> & { note?: PlannedDay['note'] }> {
    if (!('date' in request)) return this.plan(published, request, at);
    const programme = publishedOf(published);
    const planned = await planDay(manager, programme, request, at);
    refuseUndecided(planned);
    return { programme, ...planned };
  }

  private plan(published: Published | null, request: SessionChangeRequest, at: string): Planned {
    const programme = publishedOf(published);
    const session = programme.sessions.find(({ code }) => code === request.session);
    if (session === undefined) {
      throw new Problem(404, 'session.unknown', `There is no published session "${request.session}".`);
    }
    const slot = slotMeant(session, request);
    refuseLate(slot, request.slotVersion);
    if (request.type === 'swap') refuseLate(slotKnown(programme, request.withSlot), request.withVersion);
    const command = commandOf(request);
    const plan = planLiveChange(programme, slot.id, command, at, request.reason ?? null);
    if (!plan.ok) throw new Problem(refusalStatus(plan.code), plan.code, plan.detail, { current: slot });
    return { programme, slot, command, plan };
  }
}

function publishedOf(published: Published | null): Programme {
  if (published !== null) return published.programme;
  throw new Problem(409, 'event.unpublished', 'Live changes are possible from the first release on.');
}

function foreseen({ slots, logistics, clashes, missedDepartures }: LiveChangePlan) {
  return { slots, logistics, clashes, missedDepartures };
}

function refuseLate(slot: Slot, seen: number | undefined): void {
  if (seen === undefined || seen === slot.version) return;
  throw new Problem(
    412,
    'slot.late',
    `The slot is at version ${slot.version}, the change saw ${seen}: look at what it is now.`,
    { current: slot },
  );
}

function slotKnown({ sessions }: Programme, id: string): Slot {
  const slot = sessions.flatMap(({ slots }) => slots).find((one) => one.id === id);
  if (slot === undefined) throw new Problem(404, 'slot.unknown', `There is no published slot ${id}.`);
  return slot;
}

/** What the audit trail keeps of a change: each slot that it touched, by session, as it was and as it is. */
function deedOf(
  { type, reason }: LiveChangeRequest,
  { sessions }: Programme,
  { slots, logistics }: LiveChangePlan,
): Pick<AuditEntryEntity, 'action' | 'before' | 'after' | 'reason'> {
  const were = new Map(sessions.flatMap((session) => session.slots.map((slot) => [slot.id, slot] as const)));
  const stand = ({ startsAt, endsAt, roomId, onlineRoomId, status }: Slot) => ({
    startsAt,
    endsAt,
    roomId,
    onlineRoomId,
    status,
  });
  const before: Record<string, object> = {};
  const after: Record<string, object> = {};
  for (const { session, slot } of slots) {
    const was = were.get(slot.id);
    const name = session in after ? `${session} ${slot.id}` : session;
    if (was !== undefined) before[name] = stand(was);
    after[name] = stand(slot);
  }
  if (logistics !== null) {
    const { departAt } = sessions.find(({ code }) => code === logistics.session)?.addOn ?? { departAt: null };
    before['departAt'] = { departAt };
    after['departAt'] = { departAt: logistics.addOn.departAt };
  }
  return { action: `live.${type}`, before, after, reason: Object.values(reason ?? {})[0] ?? '' };
}

function slotMeant(session: Session, request: SessionChangeRequest): Slot {
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

function commandOf(request: SessionChangeRequest): LiveChangeCommand {
  switch (request.type) {
    case 'delay':
    case 'extend':
      return { type: request.type, minutes: request.minutes, cascade: request.cascade };
    case 'hold':
      return { type: 'hold', minutes: request.minutes };
    case 'next':
      return { type: 'next', ...(request.item === undefined ? {} : { item: request.item }) };
    case 'swap':
      return { type: 'swap', withSlot: request.withSlot };
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
