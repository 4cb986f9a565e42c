import {
  dayBounds,
  type Instant,
  type Programme,
  type Session,
  type SessionFactsTold,
  type SlotTold,
  type Texts,
} from '@kopa/domain';
import type { OnlineDayEntity } from '../programme/online-day.entity.js';

/** A day as those who come in person go by it: told as a session is, by the mode of its one slot. */
export interface FollowedDay {
  session: Session;
  facts: SessionFactsTold;
  covers: ReadonlySet<string>;
  /** When it was switched: whoever registered later knows. */
  at: Instant;
}

/** Whether a name among what people follow is that of a day: no session's code has a space in it. */
export const isDay = (name: string): boolean => name.startsWith('day ');

/** A day that was switched, under its name. */
export function dayNow(programme: Programme, day: OnlineDayEntity): [string, FollowedDay] {
  const { event, sessions } = programme;
  const { date, isOnline, reason } = day;
  const name = `day ${date}`;
  const title = Object.fromEntries(event.languages.map((language) => [language, dateIn(language, date)]));
  const changedAt = day.at.toISOString();
  // News of a day is news until it is over.
  const { endsAt } = dayBounds(date, event.zone, event.dayChangeHour);
  const place = isOnline ? { roomId: null, onlineRoomId: name } : { roomId: name, onlineRoomId: null };
  const times = { startsAt: endsAt, endsAt };
  const told: SlotTold = { id: name, ...times, ...place, room: null, onlineRoom: null, status: 'scheduled' };
  const slot = {
    ...{ id: name, version: 1, status: 'scheduled' as const, reason, changedAt, ...times, ...place },
    ...{ plannedStartsAt: endsAt, plannedEndsAt: endsAt, plannedRoomId: name, plannedOnlineRoomId: null },
  };
  const session: Session = {
    ...{ id: name, code: name, title, subtitle: {}, kind: 'other', language: null, otherLanguages: [] },
    ...{ interpretation: [], capacity: { 'in-person': null, online: null }, trackId: null, speakerIds: [], items: [] },
    ...{ addOn: null, alternativeOf: null, mode: isOnline ? 'online' : 'in-person', slots: [slot] },
  };
  const switched = new Set(day.slots.map((one) => one.slot));
  const covers = new Set(
    sessions.filter(({ slots }) => slots.some(({ id }) => switched.has(id))).map(({ code }) => code),
  );
  return [name, { session, facts: factsOf(title, told), covers, at: changedAt }];
}

/** The same day before it was ever switched. */
export function dayBefore({ title, slots }: SessionFactsTold): SessionFactsTold {
  const [slot] = slots;
  if (slot === undefined) throw new Error('a day has one slot');
  return factsOf(title, { ...slot, roomId: slot.id, onlineRoomId: null });
}

const factsOf = (title: Texts, slot: SlotTold): SessionFactsTold => ({
  ...{ title, slots: [slot], meetAt: null, departAt: null, returnAt: null, meetingPoint: {} },
});

const dateIn = (language: string, date: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
