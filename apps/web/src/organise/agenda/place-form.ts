import { addDays, dayOf, instantToLocal, localToInstant, type CalendarDate, type Stand } from '@kopa/domain';

/** A place as it is typed: on the event's clock, with its length. */
export interface PlaceFields {
  date: CalendarDate;
  /** `HH:MM`. */
  time: string;
  minutes: string;
  roomId: string;
  onlineRoomId: string;
}

interface EventClock {
  zone: string;
  dayChangeHour: number;
}

export function fieldsOf(stand: Stand, { zone, dayChangeHour }: EventClock): PlaceFields {
  return {
    date: dayOf(stand.startsAt, zone, dayChangeHour),
    time: instantToLocal(stand.startsAt, zone).slice(11, 16),
    minutes: String((Date.parse(stand.endsAt) - Date.parse(stand.startsAt)) / 60_000),
    roomId: stand.roomId ?? '',
    onlineRoomId: stand.onlineRoomId ?? '',
  };
}

export type PlaceFault = 'time' | 'minutes';

/** Where the fields place a slot; times before the day-change hour are those of the night that follows the day. */
export function standFrom(
  { date, time, minutes, roomId, onlineRoomId }: PlaceFields,
  { zone, dayChangeHour }: EventClock,
): { stand: Stand; faults: readonly [] } | { stand: null; faults: readonly PlaceFault[] } {
  const [, hours, rest] = /^(\d{1,2})[:.](\d{2})$/.exec(time.trim()) ?? [];
  const length = Number(minutes);
  const faults: PlaceFault[] = [];
  if (hours === undefined || rest === undefined || Number(hours) > 23 || Number(rest) > 59) faults.push('time');
  if (!Number.isInteger(length) || length < 1 || length > 24 * 60) faults.push('minutes');
  if (faults.length > 0) return { stand: null, faults };
  const onDate = Number(hours) < dayChangeHour ? addDays(date, 1) : date;
  const startsAt = localToInstant(`${onDate}T${String(hours).padStart(2, '0')}:${String(rest)}`, zone);
  return {
    stand: {
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + length * 60_000).toISOString(),
      roomId: roomId === '' ? null : roomId,
      onlineRoomId: onlineRoomId === '' ? null : onlineRoomId,
    },
    faults: [],
  };
}
