import type { EntityManager } from 'typeorm';
import type { DayChangeRequest } from '@kopa/contracts';
import {
  beforeOnline,
  planOnlineDay,
  planReturn,
  withConsequences,
  type DaySlot,
  type LiveChangePlan,
  type Programme,
  type SlotBeforeOnline,
} from '@kopa/domain';
import { Problem } from '../platform/problem.js';
import { OnlineDayEntity } from './online-day.entity.js';

/** What a change of a whole day does. */
export interface PlannedDay {
  plan: LiveChangePlan;
  day: DaySlot[];
  /** Notes that the day is online, or is not any more, in the transaction of the change. */
  note: (manager: EntityManager, at: Date) => Promise<void>;
}

/**
 * Plans the switch of a day, there or back. Problems: 404 `day.unknown`; 409 `day.inPerson` for one that comes back and is
 * not away; 412 `slot.late`; 422 for what was chosen wrongly.
 */
export async function planDay(
  manager: EntityManager,
  programme: Programme,
  request: DayChangeRequest,
  at: string,
): Promise<PlannedDay> {
  const { date } = request;
  const reason = request.reason ?? null;
  const eventId = programme.event.id;
  const known = await manager.findOneBy(OnlineDayEntity, { eventId, date });
  const note = (isOnline: boolean, slots: SlotBeforeOnline[]): PlannedDay['note'] => {
    return async (inTransaction, noted) => {
      await inTransaction.upsert(OnlineDayEntity, { eventId, date, at: noted, isOnline, reason, slots }, [
        'eventId',
        'date',
      ]);
    };
  };
  if (request.type === 'return-in-person') {
    if (known?.isOnline !== true)
      throw new Problem(409, 'day.inPerson', `${date} was not switched to online, or has come back.`);
    const { slots: asked } = request;
    const back = known.slots.filter(({ slot }) => asked === undefined || asked.includes(slot));
    const away = known.slots.filter((one) => !back.includes(one));
    const plan = withConsequences(programme, planReturn(programme, back, at, reason));
    return { plan, day: [], note: away.length > 0 ? note(true, away) : note(false, known.slots) };
  }
  if (!programme.days.some((day) => day.date === date))
    throw new Problem(404, 'day.unknown', `The event has no day ${date}.`);
  refuseLateChoices(programme, request.choices);
  const moves = planOnlineDay(programme, date, request.choices, at, reason);
  if (!moves.ok) throw new Problem(422, moves.code, moves.detail);
  const before = beforeOnline(programme, moves);
  const again = new Set(before.map(({ slot }) => slot));
  // What was switched before and stands so still comes back with the rest.
  const earlier = known?.isOnline === true ? known.slots.filter(({ slot }) => !again.has(slot)) : [];
  const { day, ...rest } = moves;
  return { plan: withConsequences(programme, rest), day, note: note(true, [...earlier, ...before]) };
}

/** Refuses to apply what leaves something to be chosen, or changes nothing. */
export function refuseUndecided({ plan, day }: Pick<PlannedDay, 'plan' | 'day'>): void {
  const undecided = day.filter(({ to }) => to === null);
  if (undecided.length > 0)
    throw new Problem(
      422,
      'day.undecided',
      `${undecided.length} slots have no online room: choose one for each, or whether it stays or is cancelled.`,
      { slots: undecided.map(({ slot }) => slot.id) },
    );
  if (plan.slots.length === 0)
    throw new Problem(422, 'change.nothing', 'Nothing of that day that is not over would change.');
}

/** The days of an event that are online now, the first one first. */
export async function onlineDaysOf(manager: EntityManager, eventId: string): Promise<OnlineDayEntity[]> {
  return manager.find(OnlineDayEntity, { where: { eventId, isOnline: true }, order: { date: 'ASC' } });
}

type Choices = Extract<DayChangeRequest, { type: 'go-online' }>['choices'];

function refuseLateChoices({ sessions }: Programme, choices: Choices): void {
  const slots = new Map(sessions.flatMap((session) => session.slots.map((slot) => [slot.id, slot] as const)));
  for (const { slot: id, version } of choices) {
    const slot = slots.get(id);
    if (slot === undefined) throw new Problem(404, 'slot.unknown', `There is no published slot ${id}.`);
    if (version !== undefined && version !== slot.version)
      throw new Problem(
        412,
        'slot.late',
        `A slot is at version ${slot.version}, the change saw ${version}: look at what it is now.`,
        { current: slot },
      );
  }
}
