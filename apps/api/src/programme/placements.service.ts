import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { DraftSlot, PlacedEdit, PlacementAnswer, PlacementRequest } from '@kopa/contracts';
import { isSameStand, moveLogistics, type AddOn, type Stand } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { addOnOf, addOnRow } from './draft-rows.js';
import { lockProgramme } from './programme-lock.js';
import { AddOnEntity, SlotEntity } from './session.entity.js';

type Edit = PlacementRequest['edits'][number];

interface Known {
  /** Codes of the event's sessions that edits name, by id. */
  codes: ReadonlyMap<string, string>;
  /** Slots that edits name and that exist, whosever they are. */
  slots: ReadonlyMap<string, DraftSlot & { session: string }>;
}

/**
 * Places slots of the draft. It touches only the rows that are edited, whatever the size of the programme: somebody waits
 * with the mouse in hand, and others look on.
 */
@Injectable()
export class PlacementsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Does all edits or none. Problems: 412 `slot.late` with the `current` slots (null: gone) where an edit saw another
   * version; 404 `session.unknown`; 409 `slot.taken` for the id of another session's slot; 422 for rooms that the event
   * does not have and times that end before they start.
   */
  place(eventId: string, { edits }: PlacementRequest, who: string): Promise<PlacementAnswer> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const wanted = edits.map(normalised);
      const known = await load(manager, eventId, wanted);
      refuseForeign(wanted, known);
      refuseLate(wanted, known);
      await refuseUnknownRooms(manager, eventId, wanted);
      const due = wanted.filter(({ slot, to }) => !isSameStand(known.slots.get(slot) ?? null, to));
      if (due.length > 0) await write(manager, due, known);
      const answer = {
        edits: wanted.map((edit) => placed(edit, known.slots.get(edit.slot), due.includes(edit))),
        logistics: await moveJourneys(manager, due, known),
      };
      if (due.length === 0) return answer;
      const at = this.clock.now();
      const entries = due.map(({ slot, session, to }) => {
        const before = standOf(known.slots.get(slot));
        const action = before === null ? 'slot.placed' : to === null ? 'slot.removed' : 'slot.moved';
        return { eventId, at, who, action, subject: known.codes.get(session) ?? '', before, after: to };
      });
      await audit(manager, ...entries);
      await this.streams.createHeads(manager, eventId, ['organisers']);
      const body = { ...answer, by: who };
      await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.placed', body }], at);
      return answer;
    });
  }
}

/** An add-on's journey goes with its slot, when that is its only one. */
async function moveJourneys(
  manager: EntityManager,
  due: readonly Edit[],
  known: Known,
): Promise<PlacementAnswer['logistics']> {
  const moves = new Map(
    due.flatMap(({ slot, session, to }) => {
      const from = known.slots.get(slot)?.startsAt;
      return to === null || from === undefined || from === to.startsAt ? [] : [[session, { from, to: to.startsAt }]];
    }),
  );
  if (moves.size === 0) return [];
  const rows = await manager
    .createQueryBuilder(AddOnEntity, 'a')
    .where('a.session_id = ANY(:ids)', { ids: [...moves.keys()] })
    .andWhere('(SELECT count(*) FROM slots s WHERE s.session_id = a.session_id) = 1')
    .getMany();
  const moved = new Map<string, AddOn>();
  for (const row of rows) {
    const move = moves.get(row.sessionId);
    const addOn = addOnOf(row);
    if (move !== undefined && addOn !== null) moved.set(row.sessionId, moveLogistics(addOn, move.from, move.to));
  }
  if (moved.size === 0) return [];
  await manager.upsert(
    AddOnEntity,
    [...moved].map(([session, addOn]) => addOnRow(session, addOn)),
    ['sessionId'],
  );
  const [versions] = await manager.query<[{ id: string; version: number }[]]>(
    'UPDATE sessions SET version = version + 1 WHERE id = ANY($1) RETURNING id, version',
    [[...moved.keys()]],
  );
  return versions.map(({ id, version }) => ({ session: id, version, addOn: moved.get(id) ?? null }));
}

function normalised(edit: Edit, index: number): Edit {
  if (edit.to === null) return edit;
  const to: Stand = {
    ...edit.to,
    startsAt: new Date(edit.to.startsAt).toISOString(),
    endsAt: new Date(edit.to.endsAt).toISOString(),
  };
  if (to.endsAt <= to.startsAt)
    throw invalidInput([{ path: `edits[${index}].to.endsAt`, message: 'must be after startsAt', code: 'field.order' }]);
  return { ...edit, to };
}

async function load(manager: EntityManager, eventId: string, edits: readonly Edit[]): Promise<Known> {
  const sessions: { id: string; code: string }[] = await manager.query(
    'SELECT id, code FROM sessions WHERE event_id = $1 AND id = ANY($2)',
    [eventId, edits.map(({ session }) => session)],
  );
  const slots = await manager
    .createQueryBuilder(SlotEntity, 'slot')
    .where('slot.id IN (:...ids)', { ids: edits.map(({ slot }) => slot) })
    .getMany();
  return {
    codes: new Map(sessions.map(({ id, code }) => [id, code])),
    slots: new Map(
      slots.map(({ id, sessionId, startsAt, endsAt, roomId, onlineRoomId, version }) => [
        id,
        {
          id,
          session: sessionId,
          startsAt: startsAt.toISOString(),
          endsAt: endsAt.toISOString(),
          roomId,
          onlineRoomId,
          version,
        },
      ]),
    ),
  };
}

function refuseForeign(edits: readonly Edit[], { codes, slots }: Known): void {
  for (const { slot, session } of edits) {
    if (!codes.has(session)) throw new Problem(404, 'session.unknown', 'There is no such session in the draft.');
    if ((slots.get(slot)?.session ?? session) !== session)
      throw new Problem(409, 'slot.taken', 'This id is that of another session’s slot.', { slot });
  }
}

/** One that wants what is there already is not late: its answer was lost, or two did the same. */
function refuseLate(edits: readonly Edit[], { slots }: Known): void {
  const late = edits.filter(({ slot, seen, to }) => {
    const current = slots.get(slot) ?? null;
    return (current?.version ?? null) !== seen && !isSameStand(current, to);
  });
  if (late.length === 0) return;
  throw new Problem(412, 'slot.late', 'Somebody else was faster: the slots stand otherwise than the edit saw.', {
    current: late.map(({ slot, session }) => ({ id: slot, session, slot: withoutSession(slots.get(slot)) })),
  });
}

async function refuseUnknownRooms(manager: EntityManager, eventId: string, edits: readonly Edit[]): Promise<void> {
  const rooms: { id: string; kind: string }[] = await manager.query('SELECT id, kind FROM rooms WHERE event_id = $1', [
    eventId,
  ]);
  const kinds = new Map(rooms.map(({ id, kind }) => [id, kind]));
  const errors = edits.flatMap(({ to }, index) => [
    ...(to !== null && to.roomId !== null && kinds.get(to.roomId) !== 'physical'
      ? [{ path: `edits[${index}].to.roomId`, message: 'is no physical room of this event', code: 'field.gone' }]
      : []),
    ...(to !== null && to.onlineRoomId !== null && kinds.get(to.onlineRoomId) !== 'online'
      ? [{ path: `edits[${index}].to.onlineRoomId`, message: 'is no online room of this event', code: 'field.gone' }]
      : []),
  ]);
  if (errors.length > 0) throw invalidInput(errors);
}

/** As many statements for many edits as for one. */
async function write(manager: EntityManager, due: readonly Edit[], { slots }: Known): Promise<void> {
  const gone = due.filter(({ to }) => to === null).map(({ slot }) => slot);
  if (gone.length > 0) await manager.delete(SlotEntity, { id: In(gone) });
  const stands = due.flatMap(({ slot, session, to }) =>
    to === null
      ? []
      : [
          {
            id: slot,
            sessionId: session,
            startsAt: new Date(to.startsAt),
            endsAt: new Date(to.endsAt),
            roomId: to.roomId,
            onlineRoomId: to.onlineRoomId,
            version: (slots.get(slot)?.version ?? 0) + 1,
          },
        ],
  );
  if (stands.length > 0) await manager.upsert(SlotEntity, stands, ['id']);
}

function placed({ slot, session, to }: Edit, before: DraftSlot | undefined, isDone: boolean): PlacedEdit {
  const version = before === undefined ? 1 : before.version + Number(isDone);
  return { id: slot, session, slot: to === null ? null : { id: slot, ...to, version } };
}

const standOf = (slot: DraftSlot | undefined): Stand | null =>
  slot === undefined
    ? null
    : { startsAt: slot.startsAt, endsAt: slot.endsAt, roomId: slot.roomId, onlineRoomId: slot.onlineRoomId };

const withoutSession = (slot: (DraftSlot & { session: string }) | undefined): DraftSlot | null =>
  slot === undefined
    ? null
    : {
        id: slot.id,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        roomId: slot.roomId,
        onlineRoomId: slot.onlineRoomId,
        version: slot.version,
      };
