import type { DayPreview, LiveChangeAnswer, LiveChangeRequest } from '@kopa/contracts';
import { dayFates, type Programme, type Texts } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import type { Done } from './order.js';

/** What was chosen for slots, by id, as it stands in a list: `stay`, `cancel`, or `online` and the room. */
export type Fates = Readonly<Record<string, string>>;

type DaySlot = DayPreview['slots'][number];
type Choice = Extract<LiveChangeRequest, { type: 'go-online' }>['choices'][number];

/** What stands in the list for a slot: what was chosen, else what becomes of it by itself. */
export const fateOf = ({ slot, knownRoomId }: Pick<DaySlot, 'slot' | 'knownRoomId'>, fates: Fates): string =>
  fates[slot.id] ?? (knownRoomId === null ? '' : `online ${knownRoomId}`);

function choiceOf(slot: string, fate: string): Choice | null {
  const [first, onlineRoomId] = fate.split(' ');
  const to = dayFates.find((one) => one === first);
  return to === undefined ? null : { slot, to, ...(onlineRoomId === undefined ? {} : { onlineRoomId }) };
}

/** What asks for the switch of a day; with the slots of its preview it names the versions that were seen. */
export function switchOf(
  date: string,
  fates: Fates,
  seen: readonly DaySlot[] = [],
  reason: Texts | null = null,
): LiveChangeRequest {
  const chosen =
    seen.length === 0
      ? Object.entries(fates).flatMap(([slot, fate]) => choiceOf(slot, fate) ?? [])
      : seen.flatMap((one) => {
          const choice = choiceOf(one.slot.id, fateOf(one, fates));
          return choice === null ? [] : [{ ...choice, version: one.slot.version }];
        });
  return { type: 'go-online', date, choices: chosen, ...(reason === null ? {} : { reason }) };
}

/** What asks for a day to come back. */
export const returnOf = (date: string, reason: Texts | null = null): LiveChangeRequest => ({
  type: 'return-in-person',
  date,
  ...(reason === null ? {} : { reason }),
});

/** What was done, with what takes it back: of a switch what it switched, of a return the same switch again. */
export function dayDone(request: LiveChangeRequest, { changes }: LiveChangeAnswer, before: Programme): Done {
  if (!('date' in request)) throw new Error('a day was to be switched');
  const { date } = request;
  const rows = changes.flatMap((row) => ('slot' in row ? [row] : []));
  const were = before.sessions.flatMap(({ slots }) => slots);
  const back: LiveChangeRequest =
    request.type === 'go-online'
      ? { type: 'return-in-person', date, slots: rows.map(({ slot }) => slot.id) }
      : {
          type: 'go-online',
          date,
          choices: [
            // What stayed in person, stays.
            ...were.filter(({ roomId }) => roomId !== null).map(({ id }): Choice => ({ slot: id, to: 'stay' })),
            ...rows.map(({ type, slot }): Choice => {
              const room = were.find(({ id }) => id === slot.id)?.onlineRoomId ?? null;
              if (type === 'slot.reinstated' || room === null) return { slot: slot.id, to: 'cancel' };
              return { slot: slot.id, to: 'online', onlineRoomId: room };
            }),
          ],
        };
  return { what: request.type, undo: [{ request: back, key: newKey() }], isPartly: false };
}
