import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DraftAgenda, DraftAnswer, SessionCreation, SessionPatch, SlotPatch } from '@kopa/contracts';
import type { PlannedSession, ProgrammeContent } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit, type AuditEntryEntity } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { availabilityOf } from './availability.service.js';
import { draftOf, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';
import {
  applySessionPatch,
  conflictsOf,
  emptyTexts,
  factsBefore,
  loadVersions,
  normalised,
  outlineOf,
  refuseLate,
  refuseUnknownReferences,
  sessionIn,
  withVersions,
} from './draft-session.js';
import { SessionEntity } from './session.entity.js';

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
        const id = request.id ?? randomUUID();
        if (request.id !== undefined && (await manager.existsBy(SessionEntity, { id })))
          throw new Problem(409, 'session.idTaken', 'There is a session of this id already.');
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
        const { code: _code, slots: _slots, id: _id, ...patch } = request;
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

  /** One session with its long texts. Problem 404 `session.unknown`. */
  readSession(eventId: string, sessionId: string): Promise<DraftAnswer> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const content = await draftOf(manager, eventId);
      const session = sessionIn(content, sessionId);
      const versions = await loadVersions(manager, eventId);
      return {
        session: withVersions(session, content.texts.sessions[session.code], versions),
        warnings: conflictsOf(content).filter(({ sessions }) => sessions.includes(session.code)),
      };
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
      const session = sessionIn(content, sessionId);
      const versions = await loadVersions(manager, eventId);
      refuseLate(
        versions.get(sessionId) ?? 1,
        seen,
        'session',
        withVersions(session, content.texts.sessions[session.code], versions),
      );
      const before = factsBefore(content, session, patch);
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
