import type { Block, CalendarDate } from '@kopa/domain';
import { fieldsOf, standFrom } from './place-form.js';

/** A time as it is typed, on the event's clock. */
export interface TimeFields {
  date: CalendarDate;
  /** `HH:MM`. */
  from: string;
  to: string;
}

interface EventClock {
  zone: string;
  dayChangeHour: number;
}

const nowhere = { minutes: '1', roomId: '', onlineRoomId: '' };
const at = (startsAt: string) => ({ startsAt, endsAt: startsAt, roomId: null, onlineRoomId: null });

/** The times of blocks; one past midnight ends by the clock of its day. */
export const timesOf = (blocks: readonly Block[], clock: EventClock): TimeFields[] =>
  blocks.map(({ startsAt, endsAt }) => {
    const { date, time } = fieldsOf(at(startsAt), clock);
    return { date, from: time, to: fieldsOf(at(endsAt), clock).time };
  });

/** The blocks of typed times, and which of them is wrong, if one is. An end before the day-change hour is in the night. */
export function blocksFrom(times: readonly TimeFields[], clock: EventClock): { blocks: Block[]; wrong: number | null } {
  const blocks = times.map(({ date, from, to }) => {
    const start = standFrom({ ...nowhere, date, time: from }, clock).stand;
    const end = standFrom({ ...nowhere, date, time: to }, clock).stand;
    return start === null || end === null || end.startsAt <= start.startsAt
      ? null
      : { startsAt: start.startsAt, endsAt: end.startsAt };
  });
  const wrong = blocks.indexOf(null);
  return { blocks: blocks.filter((block) => block !== null), wrong: wrong < 0 ? null : wrong };
}
