import type { CalendarDate, Instant, Programme } from './programme.js';
import { addDays, dayBounds, dayOf, localToInstant } from './zone.js';

/** The hour of the evening before, on the event's clock, from which a day is reminded of. */
export const reminderHour = 18;

/**
 * When a day is reminded of: from the evening before it until it begins for anybody, with a gathering, a departure or a
 * session. Half-open; what begins before that evening is over leaves no time at all.
 */
export function reminderWindow(
  { event, sessions }: Pick<Programme, 'event' | 'sessions'>,
  date: CalendarDate,
): { from: Instant; until: Instant } {
  const { zone, dayChangeHour } = event;
  const from = localToInstant(`${addDays(date, -1)}T${String(reminderHour)}:00`, zone);
  const begins = sessions.flatMap(({ addOn, slots }) => {
    const ofDay = slots.filter(
      ({ startsAt, status }) => status !== 'cancelled' && dayOf(startsAt, zone, dayChangeHour) === date,
    );
    if (ofDay.length === 0) return [];
    return [addOn?.meetAt, addOn?.departAt, ...ofDay.map(({ startsAt }) => startsAt)].filter(
      (at) => typeof at === 'string',
    );
  });
  const until = begins.sort()[0] ?? dayBounds(date, zone, dayChangeHour).startsAt;
  return { from, until: until > from ? until : from };
}

/** Codes of the sessions with a slot on a day that is not cancelled. */
export function sessionsOn({ event, sessions }: Pick<Programme, 'event' | 'sessions'>, date: CalendarDate): string[] {
  return sessions
    .filter(({ slots }) =>
      slots.some(
        ({ startsAt, status }) => status !== 'cancelled' && dayOf(startsAt, event.zone, event.dayChangeHour) === date,
      ),
    )
    .map(({ code }) => code);
}
