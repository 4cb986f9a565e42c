import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type {
  DraftAgenda,
  DraftAnswer,
  DraftOutline,
  DraftSession,
  SessionCreation,
  SessionPatch,
  SlotPatch,
} from '@kopa/contracts';
import {
  findConflicts,
  type AddOn,
  type Conflict,
  type PlannedSession,
  type PlannedSlot,
  type ProgrammeContent,
  type SessionTexts,
} from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit, type AuditEntryEntity } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { availabilityOf } from './availability.service.js';
import { draftOf, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';
import { sanitiseTexts } from './sanitise.js';

const emptyTexts: SessionTexts = { abstract: {}, description: {}, materials: [] };

/** The organisers' working programme: read and edited one session or slot at a time. */
@Injectable()
export class DraftService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Without `withTexts` the long texts are left out. */
  async read(eventId: string, withTexts: boolean): Promise<DraftAgenda> {
    // Who reads it may follow it: the stream is there from then on, also before the first release.
    await this.streams.createHeads(this.dataSource.manager, eventId, ['organisers']);
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const content = await draftOf(manager, eventId);
      const versions = await loadVersions(manager, eventId);
      const availability = await availabilityOf(manager, eventId);
      const { texts, sessions, ...frame } = content;
      return {
        ...frame,
        sessions: sessions.map((session) =>
          withTexts ? withVersions(session, texts.sessions[session.code], versions) : outlineOf(session, versions),
        ),
        warnings: conflictsOf(content),
        availability,
        stream: await this.positionOf(manager, eventId),
      };
    });
  }

  private async positionOf(manager: EntityManager, eventId: string): Promise<DraftAgenda['stream']> {
    const head = await this.streams.head(eventId, 'organisers', manager);
    if (head === null) throw new Error(`event ${eventId} has no stream of its organisers`);
    return { epoch: head.epoch, seq: head.seq };
  }

  /** Problem 409 `session.codeTaken`; 422 for references to what the event does not have. */
  async createSession(
    eventId: string,
    request: SessionCreation,
    idempotencyKey: string | undefined,
    caller: string,
  ): Promise<DraftAnswer> {
    return transaction(this.dataSource, async (manager) => {
      const claim = { scope: `draft ${eventId} ${caller}`, key: idempotencyKey, request, at: this.clock.now() };
      return once(manager, claim, async () => {
        await lockProgramme(manager, eventId);
        const content = await draftOf(manager, eventId);
        if (content.sessions.some(({ code }) => code === request.code)) {
          throw new Problem(409, 'session.codeTaken', `There is a session "${request.code}" already.`);
        }
        const id = randomUUID();
        const blank: PlannedSession = {
          id,
          code: request.code,
          title: request.title,
          subtitle: {},
          kind: request.kind,
          language: null,
          otherLanguages: [],
          interpretation: [],
          capacity: { 'in-person': null, online: null },
          trackId: null,
          speakerIds: [],
          items: [],
          addOn: null,
          alternativeOf: null,
          slots: request.slots.map((slot) => ({ ...normalised(slot), id: randomUUID() })),
        };
        content.sessions.push(blank);
        content.texts.sessions[blank.code] = emptyTexts;
        const { code: _code, slots: _slots, ...patch } = request;
        applySessionPatch(content, blank, patch);
        return this.save(manager, content, id, {
          who: caller,
          action: 'session.created',
          before: null,
          after: request,
        });
      });
    });
  }

  /** `seen` is the version from If-Match; problem 412 `session.late` with the current state when it is not the newest. */
  async patchSession(
    eventId: string,
    sessionId: string,
    patch: SessionPatch,
    seen: number,
    who: string,
  ): Promise<DraftAnswer> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const session = content.sessions.find(({ id }) => id === sessionId);
      if (session === undefined) throw new Problem(404, 'session.unknown', 'There is no such session in the draft.');
      const versions = await loadVersions(manager, eventId);
      refuseLate(
        versions.get(sessionId) ?? 1,
        seen,
        'session',
        withVersions(session, content.texts.sessions[session.code], versions),
      );
      const facts = { ...session, ...content.texts.sessions[session.code] };
      const before = Object.fromEntries(Object.keys(patch).map((field) => [field, facts[field as keyof typeof facts]]));
      applySessionPatch(content, session, patch);
      return this.save(manager, content, sessionId, { who, action: 'session.edited', before, after: patch });
    });
  }

  /** As `patchSession`, for when and where. Problem 422 when it would end before it starts. */
  async patchSlot(eventId: string, slotId: string, patch: SlotPatch, seen: number, who: string): Promise<DraftAnswer> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const session = content.sessions.find(({ slots }) => slots.some(({ id }) => id === slotId));
      const slot = session?.slots.find(({ id }) => id === slotId);
      if (session === undefined || slot === undefined) {
        throw new Problem(404, 'slot.unknown', 'There is no such slot in the draft.');
      }
      const versions = await loadVersions(manager, eventId);
      refuseLate(
        versions.get(slotId) ?? 1,
        seen,
        'slot',
        withVersions(session, content.texts.sessions[session.code], versions),
      );
      const {
        startsAt = slot.startsAt,
        endsAt = slot.endsAt,
        roomId = slot.roomId,
        onlineRoomId = slot.onlineRoomId,
      } = patch;
      const before = { ...slot };
      Object.assign(slot, normalised({ ...slot, startsAt, endsAt, roomId, onlineRoomId }));
      return this.save(manager, content, session.id, { who, action: 'slot.moved', before, after: { ...slot } });
    });
  }

  private async save(
    manager: EntityManager,
    content: ProgrammeContent,
    sessionId: string,
    deed: Pick<AuditEntryEntity, 'who' | 'action' | 'before' | 'after'>,
  ): Promise<DraftAnswer> {
    const eventId = content.event.id;
    refuseUnknownReferences(content, sessionId);
    await saveDraft(manager, content);
    const saved = await draftOf(manager, eventId);
    const session = saved.sessions.find(({ id }) => id === sessionId);
    if (session === undefined) throw new Error(`Session ${sessionId} was saved and is not there`);
    const versions = await loadVersions(manager, eventId);
    const at = this.clock.now();
    await audit(manager, { eventId, at, subject: session.code, ...deed });
    const body = { session: session.code, id: sessionId, after: outlineOf(session, versions) };
    await this.streams.createHeads(manager, eventId, ['organisers']);
    await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.updated', body }], at);
    return {
      session: withVersions(session, saved.texts.sessions[session.code], versions),
      warnings: conflictsOf(saved).filter(({ sessions }) => sessions.includes(session.code)),
    };
  }
}

/** Versions of sessions and slots by id. */
async function loadVersions(manager: EntityManager, eventId: string): Promise<Map<string, number>> {
  const rows: { id: string; version: number }[] = await manager.query(
    `SELECT id, version FROM sessions WHERE event_id = $1
     UNION ALL
     SELECT s.id, s.version FROM slots s
       JOIN sessions ON sessions.id = s.session_id WHERE sessions.event_id = $1`,
    [eventId],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

function outlineOf(session: PlannedSession, versions: Map<string, number>): DraftOutline {
  return {
    ...session,
    version: versions.get(session.id) ?? 1,
    slots: session.slots.map((slot) => ({ ...slot, version: versions.get(slot.id) ?? 1 })),
  };
}

function withVersions(
  session: PlannedSession,
  texts: SessionTexts | undefined,
  versions: Map<string, number>,
): DraftSession {
  return { ...outlineOf(session, versions), texts: texts ?? emptyTexts };
}

function conflictsOf(content: ProgrammeContent): Conflict[] {
  return findConflicts(content.sessions);
}

function refuseLate(version: number, seen: number, what: 'session' | 'slot', current: DraftSession): void {
  if (version !== seen) {
    throw new Problem(412, `${what}.late`, `The ${what} is at version ${version}, the change saw ${seen}.`, {
      current,
    });
  }
}

function normalised<T extends Omit<PlannedSlot, 'id'>>(slot: T): T {
  const times = { startsAt: new Date(slot.startsAt).toISOString(), endsAt: new Date(slot.endsAt).toISOString() };
  if (times.endsAt <= times.startsAt) {
    throw new Problem(422, 'input.invalid', 'A slot ends after it starts.', {
      errors: [{ path: 'endsAt', message: 'must be after startsAt' }],
    });
  }
  return { ...slot, ...times };
}

function applySessionPatch(content: ProgrammeContent, session: PlannedSession, patch: SessionPatch): void {
  const { abstract, description, materials, addOn, ...facts } = patch;
  Object.assign(
    session,
    withoutUndefined(facts),
    addOn === undefined ? {} : { addOn: addOn === null ? null : inUtc(addOn) },
  );
  const texts = content.texts.sessions[session.code] ?? emptyTexts;
  content.texts.sessions[session.code] = {
    abstract: abstract === undefined ? texts.abstract : sanitiseTexts(abstract),
    description: description === undefined ? texts.description : sanitiseTexts(description),
    materials: materials ?? texts.materials,
  };
}

function withoutUndefined(facts: object): object {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function inUtc(addOn: AddOn): AddOn {
  const utc = (instant: string | null): string | null => (instant === null ? null : new Date(instant).toISOString());
  const times = { meetAt: utc(addOn.meetAt), departAt: utc(addOn.departAt), returnAt: utc(addOn.returnAt) };
  const inOrder = [times.meetAt, times.departAt, times.returnAt].filter((time) => time !== null);
  if (inOrder.some((time, index) => index > 0 && time < (inOrder[index - 1] ?? ''))) {
    throw new Problem(422, 'input.invalid', 'An add-on meets, departs and returns in this order.', {
      errors: [{ path: 'addOn', message: 'meetAt, departAt and returnAt must be in this order' }],
    });
  }
  return { ...addOn, ...times, goNoGoAt: utc(addOn.goNoGoAt) };
}

function refuseUnknownReferences(content: ProgrammeContent, sessionId: string): void {
  const session = content.sessions.find(({ id }) => id === sessionId);
  if (session === undefined) return;
  const rooms = new Map(content.rooms.map((room) => [room.id, room.kind]));
  const speakers = new Set(content.speakers.map(({ id }) => id));
  const errors = [
    ...(session.trackId !== null && !content.tracks.some(({ id }) => id === session.trackId)
      ? [{ path: 'trackId', message: 'is no track of this event' }]
      : []),
    ...session.speakerIds.flatMap((id, index) =>
      speakers.has(id) ? [] : [{ path: `speakerIds[${index}]`, message: 'is no speaker of this event' }],
    ),
    ...session.items.flatMap(({ speakerId }, index) =>
      speakerId === null || speakers.has(speakerId)
        ? []
        : [{ path: `items[${index}].speakerId`, message: 'is no speaker of this event' }],
    ),
    ...session.slots.flatMap((slot) => [
      ...(slot.roomId !== null && rooms.get(slot.roomId) !== 'physical'
        ? [{ path: 'roomId', message: 'is no physical room of this event' }]
        : []),
      ...(slot.onlineRoomId !== null && rooms.get(slot.onlineRoomId) !== 'online'
        ? [{ path: 'onlineRoomId', message: 'is no online room of this event' }]
        : []),
    ]),
    ...(session.alternativeOf !== null && !content.sessions.some(({ code }) => code === session.alternativeOf)
      ? [{ path: 'alternativeOf', message: 'is no session of this event' }]
      : []),
  ];
  if (errors.length > 0)
    throw new Problem(422, 'input.invalid', 'The session refers to what the event does not have.', { errors });
}
