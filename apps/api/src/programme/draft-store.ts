import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ProgrammeContent } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { DayEntity, FunderEntity, RoomEntity, TrackEntity, VenueEntity } from '../events/frame.entity.js';
import { Problem } from '../platform/problem.js';
import { contentOf, rowsOf, type DraftRows } from './draft-rows.js';
import { AddOnEntity, SessionEntity, SessionSpeakerEntity, SlotEntity, SpeakerEntity } from './session.entity.js';

/** PostgreSQL takes 65,535 parameters a statement; the widest table has 18 columns. */
const rowsPerStatement = 2000;

async function loadRows(manager: EntityManager, eventId: string): Promise<DraftRows | null> {
  const event = await manager.findOneBy(EventEntity, { id: eventId });
  if (event === null) return null;
  const ofEvent = { where: { eventId } };
  const ofSession = (entity: typeof AddOnEntity | typeof SlotEntity | typeof SessionSpeakerEntity) =>
    manager
      .createQueryBuilder()
      .select('row')
      .from(entity as EntityTarget<ObjectLiteral>, 'row')
      .where('row.session_id IN (SELECT id FROM sessions WHERE event_id = :eventId)', { eventId })
      .getMany();
  return {
    event,
    days: await manager.find(DayEntity, ofEvent),
    venues: await manager.find(VenueEntity, ofEvent),
    rooms: await manager.find(RoomEntity, ofEvent),
    tracks: await manager.find(TrackEntity, ofEvent),
    funders: await manager.find(FunderEntity, ofEvent),
    speakers: await manager.find(SpeakerEntity, ofEvent),
    sessions: await manager.find(SessionEntity, ofEvent),
    addOns: (await ofSession(AddOnEntity)) as AddOnEntity[],
    sessionSpeakers: (await ofSession(SessionSpeakerEntity)) as SessionSpeakerEntity[],
    slots: (await ofSession(SlotEntity)) as SlotEntity[],
  };
}

/** The organisers' working programme in canonical order; null when there is no such event. A fixed number of queries. */
export async function loadDraft(manager: EntityManager, eventId: string): Promise<ProgrammeContent | null> {
  const rows = await loadRows(manager, eventId);
  return rows === null ? null : contentOf(rows);
}

/** As `loadDraft`. Problem 404 `event.unknown`. */
export async function draftOf(manager: EntityManager, eventId: string): Promise<ProgrammeContent> {
  const content = await loadDraft(manager, eventId);
  if (content === null) throw new Problem(404, 'event.unknown', 'There is no such event.');
  return content;
}

/**
 * Makes the draft equal to `content`, writing only rows that differ; creates the event (in state `draft`) if need be.
 * `joinUrls` sets the join links of the online rooms it names and leaves the others.
 */
export async function saveDraft(
  manager: EntityManager,
  content: ProgrammeContent,
  joinUrls: Readonly<Record<string, string>> = {},
): Promise<void> {
  const next = rowsOf(content);
  const before = await loadRows(manager, content.event.id);
  const previous = before === null ? null : rowsOf(contentOf(before));
  if (before === null) await manager.insert(EventEntity, { ...next.event, state: 'draft' });
  else if (!isDeepStrictEqual(previous?.event, next.event))
    await manager.save(EventEntity, { ...before.event, ...next.event });

  const tables = [
    changesOf(manager, DayEntity, ['eventId', 'date'], previous?.days, next.days),
    changesOf(manager, VenueEntity, ['id'], previous?.venues, next.venues),
    changesOf(manager, RoomEntity, ['id'], previous?.rooms, next.rooms),
    changesOf(manager, TrackEntity, ['id'], previous?.tracks, next.tracks),
    changesOf(manager, FunderEntity, ['id'], previous?.funders, next.funders),
    changesOf(manager, SpeakerEntity, ['id'], previous?.speakers, next.speakers),
    changesOf(manager, SessionEntity, ['id'], previous?.sessions, next.sessions),
    changesOf(manager, AddOnEntity, ['sessionId'], previous?.addOns, next.addOns),
    changesOf(manager, SlotEntity, ['id'], previous?.slots, next.slots),
  ];
  await replaceSpeakers(manager, previous?.sessionSpeakers ?? [], next.sessionSpeakers, 'remove');
  for (const table of tables.toReversed()) await table.remove();
  for (const table of tables) await table.write();
  await replaceSpeakers(manager, previous?.sessionSpeakers ?? [], next.sessionSpeakers, 'write');
  await raiseVersions(manager, previous, next);
  if (
    previous !== null &&
    isDeepStrictEqual(previous.event, next.event) &&
    !isDeepStrictEqual(frameOf(previous), frameOf(next))
  )
    await raiseSettings(manager, content.event.id);
  for (const [roomId, joinUrl] of Object.entries(joinUrls)) {
    await manager.update(RoomEntity, { id: roomId, eventId: content.event.id }, { joinUrl });
  }
}

/** Counts an edit of what belongs to the event's settings and stands in other tables than its own. */
export async function raiseSettings(manager: EntityManager, eventId: string): Promise<void> {
  await manager.query('UPDATE events SET version = version + 1 WHERE id = $1', [eventId]);
}

function frameOf({ days, venues, rooms, tracks, funders }: DraftRows): object {
  return { days, venues, rooms, tracks, funders };
}

/** Speakers and logistics are parts of a session in tables of their own: a change of them is a change of it. */
async function raiseVersions(manager: EntityManager, previous: DraftRows | null, next: DraftRows): Promise<void> {
  if (previous === null) return;
  const partsOf = (rows: DraftRows): Map<string, unknown> => {
    const addOns = new Map(rows.addOns.map((row) => [row.sessionId, row]));
    const speakers = Map.groupBy(rows.sessionSpeakers, (row) => row.sessionId);
    return new Map(rows.sessions.map((row) => [row.id, [addOns.get(row.id), speakers.get(row.id)]]));
  };
  const before = partsOf(previous);
  const rowsBefore = new Map(previous.sessions.map((row) => [row.id, row]));
  const after = partsOf(next);
  const changed = next.sessions
    .filter(({ id }) => before.has(id) && !isDeepStrictEqual(before.get(id), after.get(id)))
    // Those whose own row changed were counted with it.
    .filter((row) => isDeepStrictEqual(rowsBefore.get(row.id), row))
    .map(({ id }) => id);
  if (changed.length > 0)
    await manager.query('UPDATE sessions SET version = version + 1 WHERE id = ANY($1)', [changed]);
}

type Row = Record<string, unknown>;

/** What it takes to turn `previous` rows of a table into `next`; counted tables raise `version` of changed rows. */
function changesOf(
  manager: EntityManager,
  entity: EntityTarget<ObjectLiteral>,
  key: string[],
  previous: object[] = [],
  next: object[],
) {
  const keyOf = (row: object): string => key.map((name) => String((row as Row)[name])).join(' ');
  const old = new Map(previous.map((row) => [keyOf(row), row]));
  const kept = new Set(next.map(keyOf));
  const gone = previous.filter((row) => !kept.has(keyOf(row)));
  const added = next.filter((row) => !old.has(keyOf(row)));
  const changed = next.filter((row) => {
    const was = old.get(keyOf(row));
    return was !== undefined && !isDeepStrictEqual({ ...was }, { ...row });
  });
  const metadata = manager.dataSource.getMetadata(entity);
  return {
    async remove(): Promise<void> {
      for (const rows of chunks(gone)) {
        await manager.delete(
          entity,
          rows.map((row) => Object.fromEntries(key.map((name) => [name, (row as Row)[name]]))),
        );
      }
    },
    async write(): Promise<void> {
      for (const rows of chunks(added)) {
        await manager.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute();
      }
      for (const rows of chunks(changed)) await manager.upsert(entity, rows, key);
      const counted = metadata.findColumnWithPropertyName('version') !== undefined;
      if (counted && changed.length > 0) {
        await manager
          .createQueryBuilder()
          .update(entity)
          .set({ version: () => 'version + 1' })
          .whereInIds(changed.map((row) => (row as Row)['id']))
          .execute();
      }
    },
  };
}

/** Speakers of a session are ordered: those of a changed session are written anew, so that no two share a position. */
async function replaceSpeakers(
  manager: EntityManager,
  previous: DraftRows['sessionSpeakers'],
  next: DraftRows['sessionSpeakers'],
  step: 'remove' | 'write',
): Promise<void> {
  const listed = (rows: DraftRows['sessionSpeakers']): Map<string, string> =>
    new Map(
      [...Map.groupBy(rows, (row) => row.sessionId)].map(([id, own]) => [
        id,
        own.map((row) => row.speakerId).join(' '),
      ]),
    );
  const before = listed(previous);
  const after = listed(next);
  const changed = new Set([...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id)));
  if (changed.size === 0) return;
  if (step === 'remove') {
    const ids = [...changed].filter((id) => before.has(id));
    if (ids.length > 0) await manager.query('DELETE FROM session_speakers WHERE session_id = ANY($1)', [ids]);
    return;
  }
  for (const rows of chunks(next.filter((row) => changed.has(row.sessionId)))) {
    await manager.createQueryBuilder().insert().into(SessionSpeakerEntity).values(rows).updateEntity(false).execute();
  }
}

function* chunks<T>(rows: T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) yield rows.slice(at, at + rowsPerStatement);
}
