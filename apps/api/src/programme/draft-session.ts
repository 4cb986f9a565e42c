import type { EntityManager } from 'typeorm';
import type { DraftOutline, DraftSession, SessionPatch } from '@kopa/contracts';
import {
  findConflicts,
  type AddOn,
  type Conflict,
  type PlannedSession,
  type PlannedSlot,
  type ProgrammeContent,
  type SessionTexts,
} from '@kopa/domain';
import { Problem } from '../platform/problem.js';

export const emptyTexts: SessionTexts = { abstract: {}, description: {}, materials: [] };

/** Problem 404 `session.unknown`. */
export function sessionIn(content: ProgrammeContent, id: string): PlannedSession {
  const session = content.sessions.find((one) => one.id === id);
  if (session === undefined) throw new Problem(404, 'session.unknown', 'There is no such session in the draft.');
  return session;
}

/** The fields that a patch names as they are before it, for the audit trail. */
export function factsBefore(content: ProgrammeContent, session: PlannedSession, patch: SessionPatch): object {
  const facts = { ...session, ...content.texts.sessions[session.code] };
  return Object.fromEntries(Object.keys(patch).map((field) => [field, facts[field as keyof typeof facts]]));
}

/** Versions of sessions and slots by id. */
export async function loadVersions(manager: EntityManager, eventId: string): Promise<Map<string, number>> {
  const rows: { id: string; version: number }[] = await manager.query(
    `SELECT id, version FROM sessions WHERE event_id = $1
     UNION ALL
     SELECT s.id, s.version FROM slots s
       JOIN sessions ON sessions.id = s.session_id WHERE sessions.event_id = $1`,
    [eventId],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

export function outlineOf(session: PlannedSession, versions: Map<string, number>): DraftOutline {
  return {
    ...session,
    version: versions.get(session.id) ?? 1,
    slots: session.slots.map((slot) => ({ ...slot, version: versions.get(slot.id) ?? 1 })),
  };
}

export function withVersions(
  session: PlannedSession,
  texts: SessionTexts | undefined,
  versions: Map<string, number>,
): DraftSession {
  return { ...outlineOf(session, versions), texts: texts ?? emptyTexts };
}

export function conflictsOf(content: ProgrammeContent): Conflict[] {
  return findConflicts(content.sessions);
}

/** Problem 412 `session.late` or `slot.late` with the current state. */
export function refuseLate(version: number, seen: number, what: 'session' | 'slot', current: DraftSession): void {
  if (version !== seen) {
    throw new Problem(412, `${what}.late`, `The ${what} is at version ${version}, the change saw ${seen}.`, {
      current,
    });
  }
}

export function normalised<T extends Omit<PlannedSlot, 'id'>>(slot: T): T {
  const times = { startsAt: new Date(slot.startsAt).toISOString(), endsAt: new Date(slot.endsAt).toISOString() };
  if (times.endsAt <= times.startsAt) {
    throw new Problem(422, 'input.invalid', 'A slot ends after it starts.', {
      errors: [{ path: 'endsAt', message: 'must be after startsAt', code: 'field.order' }],
    });
  }
  return { ...slot, ...times };
}

/** Long texts are kept as they are written, in Markdown; they are made safe where they are shown (`rich-texts.ts`). */
export function applySessionPatch(content: ProgrammeContent, session: PlannedSession, patch: SessionPatch): void {
  const { abstract, description, materials, addOn, ...facts } = patch;
  Object.assign(
    session,
    withoutUndefined(facts),
    addOn === undefined ? {} : { addOn: addOn === null ? null : inUtc(addOn) },
  );
  const texts = content.texts.sessions[session.code] ?? emptyTexts;
  content.texts.sessions[session.code] = {
    abstract: abstract ?? texts.abstract,
    description: description ?? texts.description,
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
      errors: [
        { path: 'addOn', message: 'meetAt, departAt and returnAt must be in this order', code: 'field.journey' },
      ],
    });
  }
  return { ...addOn, ...times, goNoGoAt: utc(addOn.goNoGoAt) };
}

/** Problem 422 `input.invalid` naming each reference of the session to what the event does not have. */
export function refuseUnknownReferences(content: ProgrammeContent, sessionId: string): void {
  const session = content.sessions.find(({ id }) => id === sessionId);
  if (session === undefined) return;
  const rooms = new Map(content.rooms.map((room) => [room.id, room.kind]));
  const speakers = new Set(content.speakers.map(({ id }) => id));
  const errors = [
    ...(session.trackId !== null && !content.tracks.some(({ id }) => id === session.trackId)
      ? [{ path: 'trackId', message: 'is no track of this event', code: 'field.gone' }]
      : []),
    ...session.speakerIds.flatMap((id, index) =>
      speakers.has(id)
        ? []
        : [{ path: `speakerIds[${index}]`, message: 'is no speaker of this event', code: 'field.gone' }],
    ),
    ...session.items.flatMap(({ speakerId }, index) =>
      speakerId === null || speakers.has(speakerId)
        ? []
        : [{ path: `items[${index}].speakerId`, message: 'is no speaker of this event', code: 'field.gone' }],
    ),
    ...session.slots.flatMap((slot) => [
      ...(slot.roomId !== null && rooms.get(slot.roomId) !== 'physical'
        ? [{ path: 'roomId', message: 'is no physical room of this event', code: 'field.gone' }]
        : []),
      ...(slot.onlineRoomId !== null && rooms.get(slot.onlineRoomId) !== 'online'
        ? [{ path: 'onlineRoomId', message: 'is no online room of this event', code: 'field.gone' }]
        : []),
    ]),
    ...(session.alternativeOf !== null && !content.sessions.some(({ code }) => code === session.alternativeOf)
      ? [{ path: 'alternativeOf', message: 'is no session of this event', code: 'field.gone' }]
      : []),
  ];
  if (errors.length > 0)
    throw new Problem(422, 'input.invalid', 'The session refers to what the event does not have.', { errors });
}
