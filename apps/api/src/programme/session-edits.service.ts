import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SessionDeleted, SessionEdits, SessionsEdited } from '@kopa/contracts';
import { hindranceOfDeletion, type DeletionHindrance } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import {
  applySessionPatch,
  factsBefore,
  loadVersions,
  outlineOf,
  refuseLate,
  refuseUnknownReferences,
  sessionIn,
  withVersions,
} from './draft-session.js';
import { draftOf, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';

const hindrances: Record<DeletionHindrance, string> = {
  'session.placed': 'The session is in the agenda: take it out of there first.',
  'session.repeated': 'Other sessions say that they repeat this one: alter them first.',
  'session.released': 'The session is released: withdraw=1 deletes it, and the next release takes it out.',
};

/** What is done to whole sessions of the draft: several edited together, and one deleted. */
@Injectable()
export class SessionEditsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All of them or none. Problems: 404 `session.unknown`, 412 `sessions.late` with those as they are now, 422. */
  edit(eventId: string, { edits }: SessionEdits, who: string): Promise<SessionsEdited> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const versions = await loadVersions(manager, eventId);
      const sessions = new Map(content.sessions.map((session) => [session.id, session]));
      const late = edits.filter(({ session, seen }) => sessions.has(session) && versions.get(session) !== seen);
      if (late.length > 0) {
        const current = late.map(({ session }) => outlineOf(sessionIn(content, session), versions));
        throw new Problem(412, 'sessions.late', `${late.length} sessions were edited meanwhile.`, { current });
      }
      const before: Record<string, object> = {};
      const after: Record<string, object> = {};
      for (const { session: id, patch } of edits) {
        const session = sessions.get(id) ?? sessionIn(content, id);
        before[session.code] = factsBefore(content, session, patch);
        after[session.code] = patch;
        applySessionPatch(content, session, patch);
        refuseUnknownReferences(content, id);
      }
      await saveDraft(manager, content);
      const saved = await draftOf(manager, eventId);
      const counted = await loadVersions(manager, eventId);
      const at = this.clock.now();
      const subject = edits.length === 1 ? (Object.keys(after)[0] ?? '') : `${edits.length} sessions`;
      await audit(manager, { eventId, at, who, action: 'sessions.edited', subject, before, after });
      await this.tell(manager, eventId, who, at);
      const edited = new Set(edits.map(({ session }) => session));
      return {
        sessions: saved.sessions.filter(({ id }) => edited.has(id)).map((session) => outlineOf(session, counted)),
      };
    });
  }

  /**
   * `seen` is the version from If-Match; `withdraws`: also when it is released. Problems: 404 `session.unknown`, 412
   * `session.late`, 409 `session.placed`, `session.repeated`, `session.released`.
   */
  delete(eventId: string, id: string, seen: number, withdraws: boolean, who: string): Promise<SessionDeleted> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const session = sessionIn(content, id);
      const versions = await loadVersions(manager, eventId);
      const before = withVersions(session, content.texts.sessions[session.code], versions);
      refuseLate(before.version, seen, 'session', before);
      const isReleased = await wasReleased(manager, eventId, session.code);
      const hindrance = hindranceOfDeletion(session, content.sessions, { isReleased, withdraws });
      if (hindrance !== null) throw new Problem(409, hindrance, hindrances[hindrance]);
      const { [session.code]: _texts, ...texts } = content.texts.sessions;
      await saveDraft(manager, {
        ...content,
        sessions: content.sessions.filter((one) => one !== session),
        texts: { ...content.texts, sessions: texts },
      });
      const at = this.clock.now();
      await audit(manager, { eventId, at, who, action: 'session.deleted', subject: session.code, before });
      await this.tell(manager, eventId, who, at);
      return { session: before };
    });
  }

  private async tell(manager: EntityManager, eventId: string, who: string, at: Date): Promise<void> {
    await this.streams.createHeads(manager, eventId, ['organisers']);
    await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.replaced', body: { by: who } }], at);
  }
}

/** Whether the newest release has the session: people may have booked it. */
async function wasReleased(manager: EntityManager, eventId: string, code: string): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM (SELECT content FROM releases WHERE event_id = $1 ORDER BY number DESC LIMIT 1) newest
      WHERE content->'sessions' @> jsonb_build_array(jsonb_build_object('code', $2::text))`,
    [eventId, code],
  );
  return rows.length > 0;
}
